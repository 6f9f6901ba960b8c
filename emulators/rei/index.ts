import type { IncomingMessage, ServerResponse } from 'node:http';
import { createJournal, type Journal } from '../http/journal.ts';
import { listenLocally } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import { createExchange, realSleep, type Sleep } from '../reka/exchange.ts';
import { play } from './play.ts';
import { preparedReiAnswer } from './prepared.ts';
import { oddities, parseReiRequest, type ReiRequestBody } from './request.ts';
import type { ReiScript } from './script.ts';

export type { ReiScript } from './script.ts';

/** A request that was accepted. */
export interface ReiRequest {
  readonly body: ReiRequestBody;
  /** The text of the last user message, context included. */
  readonly message: string;
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
  /** Every way in which a request broke the documentation, or did what it asks not to do. */
  readonly violations: readonly string[];
  /** Plays these for the next chat requests, one each, before anything else. */
  play(...scripts: readonly ReiScript[]): void;
  /** Chooses the script of every request that {@link ReiEmulator.play} has none for; `undefined` goes back to the prepared answers. */
  answerWith(choose: ((request: ReiRequest) => ReiScript) | undefined): void;
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
  const violations: string[] = [];
  const queue: ReiScript[] = [];
  const prepared = (request: ReiRequest): ReiScript => preparedReiAnswer(request.message);
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
      note('ok');
      return exchange.send(200, agent);
    }
    if (!chatMethods.has(method)) return refuse(404, 'AppError', 'Agent not found');
    const parsed = parseReiRequest(json, Buffer.byteLength(text));
    if ('reasons' in parsed) {
      violations.push(...parsed.reasons);
      return refuse(400, 'AppError', parsed.reasons.join('; '));
    }
    const { body } = parsed;
    violations.push(...oddities(body));
    const request = { body, message: lastUserText(body), headers: incoming.headers, ended: exchange.ended };
    requests.push(request);
    const script = queue.shift() ?? choose(request);
    note(outcomeOf(script));
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
    close: () => server.close(),
  };
}

function lastUserText({ messages }: ReiRequestBody): string {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function outcomeOf(script: ReiScript): string {
  if (script.kind === 'answer' || (script.kind === 'sse' && script.ending !== 'reset')) return 'ok';
  return script.kind === 'response' ? `fault:${script.status}` : `fault:${script.kind}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
