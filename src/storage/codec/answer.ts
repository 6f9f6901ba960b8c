import { z } from 'zod';
import type { Answer, AnswerState, Notice, Page, Step } from '../../core/answer/answer.ts';
import { agentName } from './agent-name.ts';
import { failure } from './failure.ts';
import type { Names } from './names.ts';

const answerStates: Names<AnswerState> = {
  working: 'working',
  complete: 'complete',
  incomplete: 'incomplete',
  stopped: 'stopped',
  failed: 'failed',
};
const anyState = z.enum(answerStates);

/** How an answer ended, as it is stored. */
export const endState = anyState.exclude(['working']);

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

// Loose, so that nothing is lost of what was stored. A field that the core's type gains does not compile until it is here.
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

/** An answer as it is stored. */
export const answer: z.ZodType<Answer> = z.looseObject({
  agent: agentName.optional(),
  profile: z
    .looseObject({ name: z.string().optional(), model: z.string().optional(), format: z.string().optional() })
    .optional(),
  state: anyState,
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
