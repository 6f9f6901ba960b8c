import { answerText } from '../answer-text.ts';
import { firstVisibleMs, meanLagMs, type Point, rising } from '../measure/lag.ts';
import { visibleOf, wordsOf } from '../measure/visible-words.ts';
import type { StreamSpec } from '../stream.ts';
import type { Playing } from './player.ts';
import type { AnswerReport } from './report.ts';
import type { Asked } from './seen.ts';

/** One answer on its way, and what was visible of it at which moment. */
export interface RecordedAnswer {
  /** Looks at what people see now; to be called after every change. */
  look(): void;
  /** Whether the agent has sent all of it. */
  isSent(): boolean;
  /** Whether people see Footnote's footer, or the sign of a failed answer, and nothing has changed for `quietMs`. */
  hasFooter(quietMs: number): boolean;
  report(): AnswerReport;
}

/** Records an answer. `untilAnsweredMs`: from a change to the answer of the call that made it. */
export function recordAnswer(
  asked: Asked,
  playing: Playing,
  spec: StreamSpec,
  untilAnsweredMs: number,
): RecordedAnswer {
  const seen: { readonly at: number; readonly texts: readonly string[] }[] = [];

  function report(): AnswerReport {
    const { text } = answerText(spec.chars);
    const words = wordsOf(text);
    const start = playing.deltas[0] ?? 0;
    const sent = playing.deltas.map((at, index) => ({
      atMs: at - start,
      chars: Math.min(spec.chars, (index + 1) * spec.charsPerDelta),
    }));
    const points: Point[] = seen.map(({ at, texts }) => ({
      atMs: at + untilAnsweredMs - start,
      chars: Math.max(...texts.map((shown) => visibleOf(words, shown).reach)),
    }));
    const lines = { sent, visible: rising(points) };
    const lastAt = (seen.at(-1)?.at ?? start) + untilAnsweredMs;
    return {
      ...lines,
      firstVisibleMs: firstVisibleMs(lines),
      meanLagMs: meanLagMs(lines, Math.max(lastAt, playing.endedAt ?? lastAt) - start),
      endToFinalMs: playing.endedAt === undefined ? undefined : lastAt - playing.endedAt,
      endedAt: playing.endedAt,
      finalAt: lastAt,
      completeness: Math.max(...asked.seen().map((shown) => visibleOf(words, shown).words)) / words.length,
      messages: asked.messages(),
      changes: seen.length,
    };
  }

  return {
    look() {
      const texts = asked.seen();
      const before = seen.at(-1)?.texts ?? [];
      if (texts.length !== before.length || texts.some((text, at) => text !== before[at]))
        seen.push({ at: performance.now(), texts });
    },
    isSent: () => playing.endedAt !== undefined,
    hasFooter(quietMs) {
      const last = seen.at(-1);
      if (!last || performance.now() - last.at < quietMs) return false;
      return /Reka Research · \d+ (?:s|min)|⚠️/.test(last.texts[0] ?? '');
    },
    report,
  };
}
