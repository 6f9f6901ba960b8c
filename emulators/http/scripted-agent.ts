import type { IncomingMessage, ServerResponse } from 'node:http';
import { createExchange, type Exchange, realSleep, type Sleep } from './exchange.ts';
import { createJournal, type Journal } from './journal.ts';
import { listenLocally } from './listen.ts';
import { readBody } from './read-body.ts';
import { type AnswerScript, isServiceScript, type ServiceScript } from './service-script.ts';

/** How every emulated agent can be started. */
export interface ScriptedAgentOptions {
  /** A free port unless given. */
  readonly port?: number;
  /** Plays the waits of scripts; real time unless given. */
  readonly sleep?: Sleep;
  /** The time of journal entries; `Date.now` unless given. */
  readonly now?: () => number;
}

/** An agent's service on 127.0.0.1 that plays a script for each request; a prepared answer where it has none. */
export interface ScriptedAgent<Asked, Script> {
  readonly url: string;
  readonly journal: Journal;
  /** The accepted requests, oldest first. */
  readonly requests: readonly Asked[];
  /** Plays these for the next requests, one each, before anything else. */
  play(...scripts: readonly Script[]): void;
  /** Chooses the script of every request that {@link ScriptedAgent.play} has none for; `undefined` goes back to the prepared answers. */
  answerWith(choose: ((request: Asked) => Script) | undefined): void;
  /** Destroys open connections. */
  close(): Promise<void>;
}

/** A call as it came in. */
export interface Call {
  /** `POST /v1/chat/completions`. */
  readonly method: string;
  /** What stands after `Bearer`. */
  readonly key: string | undefined;
  readonly headers: IncomingMessage['headers'];
  /** The body; `undefined` when it is no JSON. */
  readonly json: unknown;
  readonly bytes: number;
  /** How its answer ended: sent to the end, or the caller was gone before. */
  readonly ended: Exchange['ended'];
}

/** What a service makes of a call: a request, a refusal, or something that it answers without having been asked a question. */
export type Reading<Asked, Script> =
  | { readonly request: Asked }
  | { readonly refusal: Refusal }
  | { readonly script: Script };

/** A response that refuses a call, and how the journal calls it. */
export interface Refusal {
  readonly outcome: string;
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What is particular to one service: how it reads a call, what it refuses, and what its answers look like. */
export interface AgentWire<Asked, Answer extends AnswerScript> {
  read(call: Call): Reading<Asked, Answer | ServiceScript>;
  /** Answers a request that no test has a script for. */
  prepared(request: Asked): Answer | ServiceScript;
  /** How the journal calls an answer: `ok`, or `fault:…`. */
  outcomeOf(answer: Answer): string;
  /** Sends an answer, its delay aside; the request is `undefined` where none was made. */
  send(answer: Answer, exchange: Exchange, request: Asked | undefined): Promise<void>;
}

/** Starts a service that speaks this wire. */
export async function startScriptedAgent<Asked, Answer extends AnswerScript>(
  wire: AgentWire<Asked, Answer>,
  { port, sleep = realSleep, now = Date.now }: ScriptedAgentOptions,
): Promise<ScriptedAgent<Asked, Answer | ServiceScript>> {
  const journal = createJournal();
  const requests: Asked[] = [];
  const queue: (Answer | ServiceScript)[] = [];
  let choose = wire.prepared;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = createExchange(incoming, response, sleep);
    const call = await readCall(incoming, exchange.ended);
    const note = (outcome: string) => journal.add({ at: now(), method: call.method, args: call.json, outcome });
    const reading = wire.read(call);
    if ('refusal' in reading) {
      const { outcome, status, body, headers } = reading.refusal;
      note(outcome);
      return exchange.send(status, body, headers);
    }
    const request = 'request' in reading ? reading.request : undefined;
    if (request) requests.push(request);
    const script = 'script' in reading ? reading.script : (queue.shift() ?? choose(reading.request));
    note(isServiceScript(script) ? outcomeOf(script) : wire.outcomeOf(script));
    await play(script, exchange, (answer) => wire.send(answer, exchange, request));
  }

  const server = await listenLocally((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  }, port);

  return {
    url: `http://127.0.0.1:${server.port}`,
    journal,
    requests,
    play: (...scripts) => {
      queue.push(...scripts);
    },
    answerWith: (chosen) => {
      choose = chosen ?? wire.prepared;
    },
    close: () => server.close(),
  };
}

async function play<Answer extends AnswerScript>(
  script: Answer | ServiceScript,
  exchange: Exchange,
  send: (answer: Answer) => Promise<void>,
): Promise<void> {
  if (script.kind === 'hang') return;
  if (script.kind === 'reset') return exchange.reset();
  await exchange.sleep('delayMs' in script ? (script.delayMs ?? 0) : 0);
  if (exchange.signal.aborted) return;
  if (!isServiceScript(script)) return send(script);
  if (script.kind === 'response') exchange.send(script.status, script.body, script.headers);
}

function outcomeOf(script: ServiceScript): string {
  if (script.kind !== 'response') return `fault:${script.kind}`;
  return script.status === 200 ? 'ok' : `fault:${script.status}`;
}

async function readCall(incoming: IncomingMessage, ended: Exchange['ended']): Promise<Call> {
  const text = await readBody(incoming);
  const [, key] = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '') ?? [];
  return {
    method: `${incoming.method} ${incoming.url}`,
    key,
    headers: incoming.headers,
    json: parse(text),
    bytes: Buffer.byteLength(text),
    ended,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
