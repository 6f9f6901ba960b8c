import type { IncomingMessage } from 'node:http';
import {
  type Call,
  type ScriptedAgent,
  type ScriptedAgentOptions,
  startScriptedAgent,
} from '../http/scripted-agent.ts';
import { preparedReiAnswer } from './prepared.ts';
import { oddities, parseReiRequest, type ReiRequestBody } from './request.ts';
import type { ReiViolation } from './rules.ts';
import type { ReiAnswer, ReiScript } from './script.ts';
import { sendAnswer } from './send-answer.ts';

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
export interface ReiEmulatorOptions extends ScriptedAgentOptions {
  /** The only secret that is accepted; any unless given. */
  readonly secret?: string;
}

/** The Rei Network's service on 127.0.0.1, at the older and the newer paths. Its `url` is for `REIGENT_BASE_URL`. */
export interface ReiEmulator extends ScriptedAgent<ReiRequest, ReiScript> {
  /** Every rule that a request broke. */
  readonly violations: readonly ReiViolation[];
  /** What the service says of the agent from now on: changes of its description, or a script for every request about it. */
  describeAgent(how: { readonly agent: Readonly<Record<string, unknown>> } | { readonly script: ReiScript }): void;
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
  const violations: ReiViolation[] = [];
  /** The ids of the calls that the service has made. */
  const given = new Set<string>();
  let description: ReiScript = { kind: 'response', status: 200, body: agent };

  function read(call: Call) {
    if (call.key === undefined || (options.secret !== undefined && call.key !== options.secret))
      return refused(401, 'Unauthorized', 'the secret token is missing or wrong');
    if (agentMethods.has(call.method)) return { script: description };
    if (!chatMethods.has(call.method)) return { refusal: { outcome: '404', status: 404, body: '404 page not found' } };
    const parsed = parseReiRequest(call.json, call.bytes, given);
    if ('violations' in parsed) {
      violations.push(...parsed.violations);
      const said = parsed.violations.map(({ rule, details }) => `${rule}: ${details}`);
      return refused(400, 'AppError', said.join('; '));
    }
    violations.push(...oddities(parsed.body));
    return { request: requestOf(parsed.body, call) };
  }

  const service = await startScriptedAgent<ReiRequest, ReiAnswer>(
    {
      read,
      prepared: preparedReiAnswer,
      outcomeOf,
      async send(answer, exchange) {
        for (const id of idsIn(answer)) given.add(id);
        await sendAnswer(answer, exchange);
      },
    },
    options,
  );
  return {
    ...service,
    violations,
    describeAgent: (how) => {
      description = 'script' in how ? how.script : { kind: 'response', status: 200, body: { ...agent, ...how.agent } };
    },
  };
}

const refused = (status: number, error: string, details: string) => ({
  refusal: { outcome: `${status}`, status, body: { error, details } },
});

function requestOf(body: ReiRequestBody, { headers, ended }: Call): ReiRequest {
  return {
    body,
    message: lastUserText(body),
    results: body.messages.flatMap((one) => (one.role === 'tool' ? [one.content] : [])),
    headers,
    ended,
  };
}

function lastUserText({ messages }: ReiRequestBody): string {
  const content = messages.findLast((message) => message.role === 'user')?.content ?? '';
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function outcomeOf(answer: ReiAnswer): string {
  const isFault = answer.kind === 'fin' || (answer.kind === 'sse' && answer.ending === 'reset');
  return isFault ? `fault:${answer.kind}` : 'ok';
}

/** The ids of the calls that an answer makes. */
function idsIn(answer: ReiAnswer): readonly string[] {
  if (answer.kind !== 'answer') return [];
  return (answer.toolCalls ?? []).flatMap((call) =>
    typeof call === 'object' && call !== null && 'id' in call ? [String(call.id)] : [],
  );
}
