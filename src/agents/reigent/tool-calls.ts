import type { AnswerEvent, Step } from '../../core/answer/answer.ts';
import { toFootnoteError } from '../../core/errors.ts';
import { parseJson } from '../../core/parse-json.ts';
import type { Tool, ToolContext, ToolResult } from '../../core/ports/agent.ts';
import type { Logger } from '../../core/ports/system.ts';
import { cutResult, type ToolRound } from './messages.ts';
import type { ReigentToolCall } from './wire.ts';

/** What the calls of one answer have in common. */
export interface ToolCallOptions {
  readonly tools: readonly Tool[];
  readonly context: Omit<ToolContext, 'signal' | 'report'>;
  readonly logger: Logger;
  /** The longest result that is kept, in UTF-16 code units. */
  readonly maxResultChars: number;
}

/** Longer arguments are not carried out and not sent back. */
const maxArgumentChars = 2000;

/** A call as it is carried out and sent back: with an id of its own, and in a form that every service takes. */
export interface NamedCall extends ReigentToolCall {
  readonly stepId: string;
  /** `undefined` when they are no JSON object, or too long. */
  readonly args: object | undefined;
}

/** The calls of a reply. An id that is missing, too long, or in `earlier` rounds already becomes another one. */
export function nameCalls(calls: readonly ReigentToolCall[], earlier: readonly ToolRound[]): readonly NamedCall[] {
  const ids = new Set(earlier.flatMap((round) => round.calls.map(({ id }) => id)));
  return calls.map(({ id: given, name, arguments: written }) => {
    const stepId = `footnote-${ids.size + 1}`;
    const id = given === '' || given.length > 200 || ids.has(given) ? stepId : given;
    ids.add(id);
    const args = parseArguments(written);
    return {
      id,
      stepId,
      args,
      name: /^[\w-]{1,64}$/.test(name) ? name : 'unknown',
      arguments: args === undefined || written.trim() === '' ? '{}' : written,
    };
  });
}

function parseArguments(written: string): object | undefined {
  if (written.length > maxArgumentChars) return undefined;
  // A tool without arguments is sometimes called with an empty text.
  const value = written.trim() === '' ? {} : parseJson(written);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

/** A call that was carried out, as it is sent back. */
export type AnsweredCall = ToolRound['calls'][number];

/**
 * Carries out one call and tells of it as a step. Whatever goes wrong is a result for the agent; only when `stopped`
 * aborts, the call throws its reason. `signal` ends the call alone.
 */
export async function runCall(
  call: NamedCall,
  options: ToolCallOptions,
  { signal, stopped }: { readonly signal: AbortSignal; readonly stopped: AbortSignal },
  emit: (event: AnswerEvent) => void,
): Promise<AnsweredCall> {
  const running = new Map<string, Step>();
  let isOver = false;
  const show = (step: Step) => {
    if (!isOver) emit({ type: 'step', step });
  };
  const report = (step: Step) => {
    const own = { ...step, id: `${call.stepId}/${step.id}` };
    if (step.state === 'running') running.set(own.id, own);
    else running.delete(own.id);
    show(own);
  };
  const end = (state: 'done' | 'failed', { pages, text }: ToolResult): AnsweredCall => {
    for (const step of running.values()) show({ ...step, state });
    show({ ...base, state, pages, ...(state === 'failed' && { error: text }) });
    isOver = true;
    const result = cutResult(text, options.maxResultChars);
    if (result !== text) emit({ type: 'notice', notice: 'left-out' });
    const { id, name, arguments: written } = call;
    return { id, name, arguments: written, result };
  };
  const base = { id: call.stepId, kind: 'tool', name: call.name } as const;

  show({ ...base, state: 'running', pages: [] });
  try {
    const result = await unlessAborted(() => carryOut(call, options, { signal, report }), signal);
    return end(result.failed ? 'failed' : 'done', result);
  } catch (thrown) {
    stopped.throwIfAborted();
    const error = toFootnoteError(thrown);
    const { question } = options.context;
    options.logger.warn({ question: question.id, tool: call.name, err: error }, 'A tool failed.');
    const text = signal.aborted
      ? 'Error: the tool took too long and was ended. Answer without it.'
      : `Error: the tool failed (${error.kind}). Answer without it, or say that it failed.`;
    return end('failed', { text, pages: [] });
  }
}

async function carryOut(
  { name, args }: NamedCall,
  { tools, context }: ToolCallOptions,
  { signal, report }: Pick<ToolContext, 'signal' | 'report'>,
): Promise<ToolResult> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) return refused(`there is no such tool. There are: ${tools.map((one) => one.name).join(', ')}.`);
  if (!args) return refused(`the arguments have to be one JSON object of at most ${maxArgumentChars} characters.`);
  return tool.run(args, { ...context, signal, report });
}

const refused = (why: string): ToolResult => ({ text: `Error: ${why}`, pages: [], failed: true });

/** A tool that does not listen to its signal is left alone. */
async function unlessAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
