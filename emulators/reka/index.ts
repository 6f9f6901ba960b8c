import type { IncomingMessage } from 'node:http';
import {
  type Call,
  type ScriptedAgent,
  type ScriptedAgentOptions,
  startScriptedAgent,
} from '../http/scripted-agent.ts';
import { preparedAnswer } from './prepared.ts';
import { createRateLimit } from './rate-limit.ts';
import { oddities, parseRekaRequest, type RekaRequestBody } from './request.ts';
import type { RekaAnswer, RekaScript } from './script.ts';
import { sendAnswer } from './send-answer.ts';

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

/** Settings of the emulator; its `now` is the time of the rate limit as well. */
export interface RekaEmulatorOptions extends ScriptedAgentOptions {
  /** The only key that is accepted; any unless given. */
  readonly apiKey?: string;
  /** The only model that is offered; `reka-flash-research` unless given. */
  readonly model?: string;
  /** How many requests the key is good for in any minute; 60 unless given, as "Rate limits" of the documentation says. */
  readonly requestsPerMinute?: number;
}

/** Reka Research on 127.0.0.1. Its `url`, with `/v1`, is for `REKA_BASE_URL`. */
export interface RekaEmulator extends ScriptedAgent<RekaRequest, RekaScript> {
  /** Every way in which a request broke the documentation, or was odd. */
  readonly violations: readonly string[];
}

/** Starts the emulator. */
export async function startRekaEmulator(options: RekaEmulatorOptions = {}): Promise<RekaEmulator> {
  const { model = 'reka-flash-research', now = Date.now, requestsPerMinute = 60 } = options;
  const violations: string[] = [];
  const rate = createRateLimit(requestsPerMinute, now);

  function read(call: Call) {
    if (call.method !== 'POST /v1/chat/completions') return refused(404, 'not_found_error', 'Not Found');
    if (call.key === undefined || (options.apiKey !== undefined && call.key !== options.apiKey))
      return refused(401, 'authentication_error', 'The API key is missing, invalid, or has been disabled.');
    const limited = rate.take();
    if (limited) {
      violations.push(`more than ${requestsPerMinute} requests in a minute`);
      return { refusal: { outcome: 'rate_limit_error', status: 429, ...limited } };
    }
    const parsed = parseRekaRequest(call.json);
    if ('reasons' in parsed) {
      violations.push(...parsed.reasons);
      return refused(400, 'validation_error', parsed.reasons.join('; '));
    }
    const { body } = parsed;
    if (body.model !== model) return refused(404, 'not_found_error', `The model ${body.model} was not found.`);
    violations.push(...oddities(body));
    const question = body.messages.at(-1)?.content ?? '';
    return { request: { body, question, headers: call.headers, ended: call.ended } };
  }

  const service = await startScriptedAgent<RekaRequest, RekaAnswer>(
    {
      read,
      prepared: ({ question, body: { response_format: form, research } }) =>
        preparedAnswer(question, form?.json_schema.name, (research?.parallel_thinking?.mode ?? 'none') !== 'none'),
      outcomeOf: ({ ending = 'done' }) => (ending === 'done' ? 'ok' : `fault:${ending}`),
      send: (answer, exchange, request) =>
        sendAnswer(answer, exchange, { model, stream: request?.body.stream ?? false }),
    },
    options,
  );
  return { ...service, url: `${service.url}/v1`, violations };
}

const refused = (status: number, type: string, message: string) => ({
  refusal: { outcome: type, status, body: { error: { type, message } } },
});
