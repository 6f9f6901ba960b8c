import type { Part } from '../ports/place.ts';
import type { Clock, Metrics } from '../ports/system.ts';
import type { Platform } from '../question/keys.ts';
import type { LiveReplyOptions } from '../reply/live-reply.ts';

/** Counts the writes of one reply, and when the first sign and the first words of it became visible. */
export function createWriteCounter(
  platform: Platform,
  askedAt: number,
  { clock, metrics }: { readonly clock: Clock; readonly metrics: Metrics },
): LiveReplyOptions<Part>['onWritten'] {
  let hasSign = false;
  let hasText = false;
  return (outcome) => {
    metrics.replyWritten(platform, 'error' in outcome ? outcome.error.kind : 'ok');
    if ('error' in outcome) return;
    const afterMs = clock.now() - askedAt;
    if (!hasSign) metrics.replyVisible(platform, afterMs);
    hasSign = true;
    if (hasText || outcome.answer.text === '') return;
    metrics.textVisible(platform, afterMs);
    hasText = true;
  };
}
