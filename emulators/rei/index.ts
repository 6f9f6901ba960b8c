import type { IncomingMessage, ServerResponse } from 'node:http';
import { createJournal, type Journal } from '../http/journal.ts';
import { listenLocally } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import { createExchange, realSleep, type Sleep } from '../reka/exchange.ts';
import { play } from './play.ts';
import { preparedReiAnswer } from './prepared.ts';
import { oddities, parseReiRequest, type ReiRequestBody } from './request.ts';
import type { ReiViolation } from './rules.ts';
import type { ReiScript } from './script.ts';

export type { ReiScript } from './script.ts';

/** A request that was accepted. */
export interface ReiRequest {
  readonly body: ReiRequestBody;
  /** The text of the last user message, context included. */
  readonly message: string;
  /** The results of tools that it brings, oldest first. */
  readonly results: readonly string[];
  readonly headers: IncomingMessage['headers'];
  /** How its answer ended: sent to the end, or the asker was gone before. */
  readonly ended: Promise<'finished' | 'disconnected'>;
}

/** Settings of the emulator. */
export interface ReiEmulatorOptions {
  /** The only secret that is accepted; any unless given. */
  readonly secret?: string;
  /** A free port unless given. */
  readonly port?: number;
  /** Plays the waits of scripts; real time unless given. */
  readonly sleep?: Sleep;
  /** The time of journal entries; `Date.now` unless given. */
  readonly now?: () => number;
}

/** The Rei Network's service on 127.0.0.1, at the older and the newer paths. Without a script it answers with one of the prepared answers. */
export interface ReiEmulator {
  /** For `REIGENT_BASE_URL`. */
  readonly url: string;
  readonly journal: Journal;
  /** The accepted chat requests, oldest first. */
  readonly requests: readonly ReiRequest[];
  /** Every rule that a request broke. */
  readonly violations: readonly ReiViolation[];
  /** Plays these for the next chat requests, one each, before anything else. */
  play(...scripts: readonly ReiScript[]): void;
  /** Chooses the script of every request that {@link ReiEmulator.play} has none for; `undefined` goes back to the prepared answers. */
  answerWith(choose: ((request: ReiRequest) => ReiScript) | undefined): void;
  /** What the service says of the agent from now on: changes of its description, or a script for every request about it. */
  describeAgent(how: { readonly agent: Readonly<Record<string, unknown>> } | { readonly script: ReiScript }): void;
  /** Destroys open connections. */
  close(): Promise<void>;
}

const chatMethods = new Set(['POST /rei/agents/chat-completion', 'POST /v1/chat/completions']);
const agentMethods = new Set(['GET /rei/agents', 'GET /v1/agents']);

/** The agent that the service tells about. */
const agent = {
  id: 2,
  name: 'Dummy Agent',
  agent_functionalities: '',
  agent_model: { id: 1, name: 'example-model', model_name: '' },
  response_format: 'text',
  temperature: 0.7,
  max_tokens: 32_000,
};

/** Starts the emulator. */
export async function startReiEmulator(options: ReiEmulatorOptions = {}): Promise<ReiEmulator> {
  const { sleep = realSleep, now = Date.now } = options;
  const journal = createJournal();
  const requests: ReiRequest[] = [];
  const violations: ReiViolation[] = [];
  const given = new Set<string>();
  let description: ReiScript = { kind: 'response', status: 200, body: agent };
  const queue: ReiScript[] = [];
  const prepared = (request: ReiRequest): ReiScript => preparedReiAnswer(request);
  let choose = prepared;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = createExchange(incoming, response, sleep);
    const text = await readBody(incoming);
    const json = parse(text);
    const method = `${incoming.method} ${incoming.url}`;
    const note = (outcome: string) => journal.add({ at: now(), method, args: json, outcome });
    const refuse = (status: number, error: string, details: string) => {
      note(`${status}`);
      exchange.send(status, { error, details });
    };

    const [, secret] = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '') ?? [];
    if (secret === undefined || (options.secret !== undefined && secret !== options.secret))
      return refuse(401, 'Unauthorized', 'the secret token is missing or wrong');
    if (agentMethods.has(method)) {
      note(outcomeOf(description));
      return play(description, exchange);
    }
    if (!chatMethods.has(method)) {
      note('404');
      return exchange.send(404, '404 page not found');
    }
    const parsed = parseReiRequest(json, Buffer.byteLength(text), given);
    if ('violations' in parsed) {
      violations.push(...parsed.violations);
      const said = parsed.violations.map(({ rule, details }) => `${rule}: ${details}`);
      return refuse(400, 'AppError', said.join('; '));
    }
    const { body } = parsed;
    violations.push(...oddities(body));
    const request = {
      body,
      message: lastUserText(body),
      results: body.messages.flatMap((one) => (one.role === 'tool' ? [one.content] : [])),
      headers: incoming.headers,
      ended: exchange.ended,
    };
    requests.push(request);
    const script = queue.shift() ?? choose(request);
    note(outcomeOf(script));
    for (const id of idsIn(script)) given.add(id);
    await play(script, exchange);
  }

  const server = await listenLocally((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  }, options.port);

  return {
    url: `http://127.0.0.1:${server.port}`,
    journal,
    requests,
    violations,
    play: (...scripts) => {
      queue.push(...scripts);
    },
    answerWith: (chosen) => {
      choose = chosen ?? prepared;
    },
    describeAgent: (how) => {
      description = 'script' in how ? how.script : { kind: 'response', status: 200, body: { ...agent, ...how.agent } };
    },
    close: () => server.close(),
  };
}

function lastUserText({ messages }: ReiRequestBody): string {
  const content = messages.findLast((message) => message.role === 'user')?.content ?? '';
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function outcomeOf(script: ReiScript): string {
  if (script.kind === 'answer' || (script.kind === 'sse' && script.ending !== 'reset')) return 'ok';
  if (script.kind === 'response') return script.status === 200 ? 'ok' : `fault:${script.status}`;
  return `fault:${script.kind}`;
}

/** The ids of the calls that a script makes. */
function idsIn(script: ReiScript): readonly string[] {
  if (script.kind !== 'answer') return [];
  return (script.toolCalls ?? []).flatMap((call) =>
    typeof call === 'object' && call !== null && 'id' in call ? [String(call.id)] : [],
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
