import type { Clock } from '../../../core/ports/system.ts';
import { type RetryOptions, whenTransient } from '../../../core/retry.ts';

/** For a call beside the answers that is harmless to repeat: three attempts, with the waits that Discord asks for, up to ten seconds. */
export function patience({ sleep }: Clock): RetryOptions {
  return { attempts: 3, when: whenTransient(500, 10_000), sleep };
}
