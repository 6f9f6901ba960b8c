import type { IncomingMessage, ServerResponse } from 'node:http';
import { createJournal, type Journal } from '../http/journal.ts';
import { listenLocally } from '../http/listen.ts';
import { readBody } from '../http/read-body.ts';
import { createExchange, realSleep, type Sleep } from './exchange.ts';
import { play } from './play.ts';
import { preparedAnswer } from './prepared.ts';
import { createRateLimit } from './rate-limit.ts';
import { oddities, parseRekaRequest, type RekaRequestBody } from './request.ts';
import type { RekaScript } from './script.ts';

export type { RekaAnswer, RekaScript } from './script.ts';

/** A request that was accepted. */
export interface RekaRequest {
  readonly body: RekaRequestBody;
  /** The last message. */
  readonly question: string;
  readonly headers: IncomingMessage['headers'];
  /** How its answer ended: sent to the end, or the asker was gone before. */
  readonly ended: Promise<'finished' | 'disconnected'>;
}

/** Settings of the emulator. */
export interface RekaEmulatorOptions {
  /** The only key that is accepted; any unless given. */
  readonly apiKey?: string;
  /** The only model that is offered; `reka-flash-research` unless given. */
  readonly model?: string;
  /** A free port unless given. */
  readonly port?: number;
  /** How many requests the key is good for in any minute; 60 unless given, as "Rate limits" of the documentation says. */
  readonly requestsPerMinute?: number;
  /** Plays the waits of scripts; real time unless given. */
  readonly sleep?: Sleep;
  /** The time of journal entries and of the rate limit; `Date.now` unless given. */
  readonly now?: () => number;
}

/** Reka Research on 127.0.0.1. Without a script it answers with one of the prepared answers. */
export interface RekaEmulator {
  /** For `REKA_BASE_URL`, with `/v1`. */
  readonly url: string;
  readonly journal: Journal;
  /** The accepted requests, oldest first. */
  readonly requests: readonly RekaRequest[];
  /** Every way in which a request broke the documentation, or was odd. */
  readonly violations: readonly string[];
  /** Plays these for the next requests, one each, before anything else. */
  play(...scripts: readonly RekaScript[]): void;
  /** Chooses the script of every request that {@link RekaEmulator.play} has none for; `undefined` goes back to the prepared answers. */
  answerWith(choose: ((request: RekaRequest) => RekaScript) | undefined): void;
  /** Destroys open connections. */
  close(): Promise<void>;
}

/** Starts the emulator. */
export async function startRekaEmulator(options: RekaEmulatorOptions = {}): Promise<RekaEmulator> {
  const { model = 'reka-flash-research', sleep = realSleep, now = Date.now, requestsPerMinute = 60 } = options;
  const journal = createJournal();
  const requests: RekaRequest[] = [];
  const violations: string[] = [];
  const queue: RekaScript[] = [];
  const rate = createRateLimit(requestsPerMinute, now);
  let choose = ({ question, body: { response_format: form, research } }: RekaRequest): RekaScript =>
    preparedAnswer(question, form?.json_schema.name, (research?.parallel_thinking?.mode ?? 'none') !== 'none');
  const prepared = choose;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = createExchange(incoming, response, sleep);
    const text = await readBody(incoming);
    const json = parse(text);
    const method = `${incoming.method} ${incoming.url}`;
    const note = (outcome: string) => journal.add({ at: now(), method, args: json, outcome });
    const refuse = (status: number, type: string, message: string) => {
      note(type);
      exchange.send(status, { error: { type, message } });
    };

    if (method !== 'POST /v1/chat/completions') return refuse(404, 'not_found_error', 'Not Found');
    const [, key] = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '') ?? [];
    if (key === undefined || (options.apiKey !== undefined && key !== options.apiKey))
      return refuse(401, 'authentication_error', 'The API key is missing, invalid, or has been disabled.');
    const refusal = rate.take();
    if (refusal) {
      violations.push(`more than ${requestsPerMinute} requests in a minute`);
      note('rate_limit_error');
      return exchange.send(429, refusal.body, refusal.headers);
    }
    const parsed = parseRekaRequest(json);
    if ('reasons' in parsed) {
      violations.push(...parsed.reasons);
      return refuse(400, 'validation_error', parsed.reasons.join('; '));
    }
    const { body } = parsed;
    if (body.model !== model) return refuse(404, 'not_found_error', `The model ${body.model} was not found.`);
    violations.push(...oddities(body));
    const request = {
      body,
      question: body.messages.at(-1)?.content ?? '',
      headers: incoming.headers,
      ended: exchange.ended,
    };
    requests.push(request);
    const script = queue.shift() ?? choose(request);
    note(outcomeOf(script));
    await play(script, exchange, { model, stream: body.stream ?? false });
  }

  const server = await listenLocally((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  }, options.port);

  return {
    url: `http://127.0.0.1:${server.port}/v1`,
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

function outcomeOf(script: RekaScript): string {
  if (script.kind === 'answer')
    return script.ending === undefined || script.ending === 'done' ? 'ok' : `fault:${script.ending}`;
  return script.kind === 'response' ? `fault:${script.status}` : `fault:${script.kind}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
