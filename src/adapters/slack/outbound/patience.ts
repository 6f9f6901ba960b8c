import type { Clock } from '../../../core/ports/system.ts';
import type { RetryOptions } from '../../../core/retry.ts';

/** For a call beside the answers: three attempts, and more than the first only where Slack asks for patience. */
export function patience({ sleep }: Clock): RetryOptions {
  const when: RetryOptions['when'] = ({ kind, retryAfterMs = 1000 }) =>
    kind === 'rate-limited' ? retryAfterMs : undefined;
  return { attempts: 3, when, sleep };
}
