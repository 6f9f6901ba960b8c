import { z } from 'zod';
import type { Answer, AnswerState, Failure, Notice, Page, Step } from '../../core/answer/answer.ts';
import type { ErrorHint, ErrorKind } from '../../core/errors.ts';
import type { ReplyAddress } from '../../core/ports/place.ts';
import type { RecentPlace, Run, RunState } from '../../core/ports/stores.ts';
import type { Platform } from '../../core/question/keys.ts';
import type { Origin, Question } from '../../core/question/question.ts';
import type { Depth, ResearchOptions } from '../../core/question/research-options.ts';
import { agentName } from '../codec/agent-name.ts';
import { channelKey, conversationKey } from '../codec/keys.ts';
import { parseStored } from '../codec/parse-stored.ts';

/** A run as far as it could be read, and the names of what could not be. */
export interface ReadRun {
  readonly run: Run;
  readonly unreadable: readonly string[];
}

/** A row of the ledger. What of it cannot be read is absent; throws a `FootnoteError` of kind `storage` when not even its state can. */
export function parseRunRow(row: unknown): ReadRun {
  const columns = parseStored(runRow, row);
  const unreadable: string[] = [];
  const read = <T>(name: string, schema: z.ZodType<T>, text: string | null): T | undefined => {
    if (text === null) return undefined;
    const parsed = json.pipe(schema).safeParse(text);
    if (!parsed.success) unreadable.push(name);
    return parsed.data;
  };
  const run: Run = {
    id: columns.id,
    platform: columns.platform,
    state: columns.state,
    said: columns.said ?? '',
    acceptedAt: columns.accepted_at,
    question: read('question', question, columns.question),
    address: read('address', address, columns.address),
    answer: read('answer', answer, columns.answer),
    reworded: columns.reworded ?? undefined,
  };
  return { run, unreadable };
}

/** Every name of a union as its own value: one that is missing or too much does not compile. */
type Names<T extends string> = { readonly [Name in T]: Name };

const platforms: Names<Platform> = { slack: 'slack', discord: 'discord' };
const runStates: Names<RunState> = {
  accepted: 'accepted',
  opened: 'opened',
  asked: 'asked',
  'asked-again': 'asked-again',
  ended: 'ended',
};
const origins: Names<Origin> = { mention: 'mention', 'direct-message': 'direct-message', command: 'command' };
const depths: Names<Depth> = { quick: 'quick', deep: 'deep', deepest: 'deepest' };
const answerStates: Names<AnswerState> = {
  working: 'working',
  complete: 'complete',
  incomplete: 'incomplete',
  stopped: 'stopped',
  failed: 'failed',
};
const notices: Names<Notice> = {
  'cut-off': 'cut-off',
  interrupted: 'interrupted',
  'not-structured': 'not-structured',
  'tool-limit': 'tool-limit',
  'left-out': 'left-out',
  'reasoning-only': 'reasoning-only',
  'not-remembered': 'not-remembered',
  'not-all-shown': 'not-all-shown',
};
const errorKinds: Names<ErrorKind> = {
  config: 'config',
  input: 'input',
  auth: 'auth',
  'rate-limited': 'rate-limited',
  'no-credit': 'no-credit',
  timeout: 'timeout',
  upstream: 'upstream',
  protocol: 'protocol',
  platform: 'platform',
  storage: 'storage',
  stopped: 'stopped',
  bug: 'bug',
};
const errorHints: Names<ErrorHint> = {
  'model-unavailable': 'model-unavailable',
  'agent-not-found': 'agent-not-found',
  'message-gone': 'message-gone',
  'not-allowed': 'not-allowed',
  'all-limited': 'all-limited',
  'api-moved': 'api-moved',
  'by-person': 'by-person',
  'waited-too-long': 'waited-too-long',
  refused: 'refused',
  'not-shown': 'not-shown',
  'taken-over': 'taken-over',
};

const runRow = z.object({
  id: z.string(),
  platform: z.enum(platforms),
  state: z.enum(runStates),
  accepted_at: z.number(),
  said: z.string().nullable(),
  question: z.string().nullable(),
  address: z.string().nullable(),
  answer: z.string().nullable(),
  reworded: z.string().nullable(),
});

/** A place of the ledger, as it is selected. */
export const placeRow: z.ZodType<RecentPlace> = z.object({
  channelKey,
  conversation: conversationKey,
  acceptedAt: z.number(),
});

const json = z.string().transform((text, ctx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message holds a piece of what people wrote.
    ctx.addIssue('is no JSON');
    return z.NEVER;
  }
});

// Loose, so that nothing is lost of what was stored. A field that the core's type gains does not compile until it is here.
const options: z.ZodType<ResearchOptions> = z.looseObject({
  depth: z.enum(depths).optional(),
  only: z.array(z.string()).optional(),
  except: z.array(z.string()).optional(),
  near: z
    .looseObject({
      city: z.string().optional(),
      region: z.string().optional(),
      country: z.string().optional(),
      timezone: z.string().optional(),
    })
    .optional(),
  searches: z.number().optional(),
  noWeb: z.boolean().optional(),
  template: z.string().optional(),
});

const question: z.ZodType<Question> = z.looseObject({
  id: z.string(),
  conversation: conversationKey,
  channelKey,
  asker: z.looseObject({ id: z.string(), name: z.string().optional() }),
  origin: z.enum(origins),
  agent: agentName,
  text: z.string(),
  options: options.optional(),
  askedAt: z.number(),
  by: z.looseObject({ id: z.string(), name: z.string().optional() }).optional(),
});

const address: z.ZodType<ReplyAddress> = z.looseObject({
  platform: z.enum(platforms),
  channel: z.string(),
  thread: z.string().optional(),
  messages: z.array(z.string().nullable()),
  asResponse: z.boolean().optional(),
});

const page: z.ZodType<Page> = z.looseObject({
  url: z.string(),
  title: z.string().optional(),
  snippet: z.string().optional(),
  age: z.string().optional(),
  analysis: z.string().optional(),
});

const stepBase = {
  id: z.string(),
  state: z.enum({ running: 'running', done: 'done', failed: 'failed' } satisfies Names<Step['state']>),
  pages: z.array(page),
  error: z.string().optional(),
};
const steps: { readonly [Kind in Step['kind']]: z.ZodType<Extract<Step, { kind: Kind }>> } = {
  thought: z.looseObject({ ...stepBase, kind: z.literal('thought'), text: z.string() }),
  search: z.looseObject({ ...stepBase, kind: z.literal('search'), query: z.string() }),
  read: z.looseObject({ ...stepBase, kind: z.literal('read'), urls: z.array(z.string()), task: z.string() }),
  tool: z.looseObject({ ...stepBase, kind: z.literal('tool'), name: z.string() }),
};

const failure: z.ZodType<Failure> = z.looseObject({
  kind: z.enum(errorKinds),
  hint: z.enum(errorHints).optional(),
  retryAfterMs: z.number().optional(),
  reason: z.string().optional(),
});

const answer: z.ZodType<Answer> = z.looseObject({
  agent: agentName,
  profile: z
    .looseObject({ name: z.string().optional(), model: z.string().optional(), format: z.string().optional() })
    .optional(),
  state: z.enum(answerStates),
  text: z.string(),
  data: z.looseObject({ template: z.string(), value: z.json() }).optional(),
  waitedMs: z.number().optional(),
  steps: z.array(z.union(Object.values(steps))),
  citations: z.array(page),
  notices: z.array(z.enum(notices)),
  usage: z.looseObject({ promptTokens: z.number().optional(), completionTokens: z.number().optional() }).optional(),
  failure: failure.optional(),
  reworded: z.boolean().optional(),
  startedAt: z.number(),
  endedAt: z.number().optional(),
});
