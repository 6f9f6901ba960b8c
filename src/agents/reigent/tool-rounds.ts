import type { AnswerEvent } from '../../core/answer/answer.ts';
import { emitted } from '../../core/emitted.ts';
import type { Clock } from '../../core/ports/system.ts';
import { createWatchdog } from '../watchdog.ts';
import type { ToolRound } from './messages.ts';
import { type AnsweredCall, nameCalls, runCall, type ToolCallOptions } from './tool-calls.ts';
import type { ReigentToolCall } from './wire.ts';

/** How far one answer may go. */
export interface ToolLimits {
  /** How often the Reigent may call tools and be asked again. */
  readonly maxRounds: number;
  /** Calls in all rounds together. */
  readonly maxCalls: number;
  /** From the first call on; then no other is begun, and those that run are ended. In milliseconds. */
  readonly toolsMs: number;
  /** Of one request, in bytes of UTF-8. */
  readonly maxBytes: number;
}

/** What the rounds of one answer work with. */
export interface ToolRoundsOptions {
  readonly calling: ToolCallOptions;
  readonly limits: Omit<ToolLimits, 'maxBytes'>;
  readonly clock: Clock;
  /** Aborts when the answer is no longer wanted. */
  readonly stopped: AbortSignal;
}

/** The rounds of tool calls of one answer. */
export interface ToolRounds {
  /** Those that are over, oldest first. */
  readonly over: readonly ToolRound[];
  /** The Reigent wanted more calls than it may make. */
  readonly limited: boolean;
  /** Carries out calls as one round, all at once. What goes beyond the limits gets a result that says so. */
  carryOut(calls: readonly ReigentToolCall[]): AsyncGenerator<AnswerEvent>;
}

/** No rounds yet. Their time begins with the first call. */
export function createToolRounds({ calling, limits, clock, stopped }: ToolRoundsOptions): ToolRounds {
  const over: ToolRound[] = [];
  let limited = false;
  let callsMade = 0;
  let endsAt: number | undefined;

  /** The answers to calls that are made at once, within the time that is left. */
  async function* answersTo(
    calls: ReturnType<typeof nameCalls>,
    leftMs: number,
  ): AsyncGenerator<AnswerEvent, readonly AnsweredCall[]> {
    const time = createWatchdog(clock, leftMs, `The tools took longer than ${limits.toolsMs} ms.`);
    const signal = AbortSignal.any([stopped, time.signal]);
    const answered: AnsweredCall[] = [];
    try {
      yield* emitted<AnswerEvent>(async (emit) => {
        answered.push(...(await Promise.all(calls.map((call) => runCall(call, calling, { signal, stopped }, emit)))));
      });
    } finally {
      time.stop();
    }
    return answered;
  }

  return {
    over,
    get limited() {
      return limited;
    },
    async *carryOut(calls) {
      endsAt ??= clock.now() + limits.toolsMs;
      const leftMs = endsAt - clock.now();
      const mayCall = over.length < limits.maxRounds && leftMs > 0 ? limits.maxCalls - callsMade : 0;
      const named = nameCalls(calls.slice(0, Math.max(mayCall, 1)), over);
      limited = mayCall === 0 || calls.length > named.length;
      callsMade += named.length;
      const refused = () => named.map((call) => ({ ...call, result: 'Error: no more calls are possible.' }));
      over.push({ calls: mayCall === 0 ? refused() : yield* answersTo(named, leftMs) });
    },
  };
}
