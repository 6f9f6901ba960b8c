import { isTransient } from '../../../core/errors.ts';
import type { Logger } from '../../../core/ports/system.ts';
import { fromDiscordError } from '../errors.ts';

/**
 * Tells Discord once that an interaction was taken, and who sees the response, which cannot be changed later. Throws a
 * `FootnoteError` when Discord refused that, and no more than that.
 */
export type Acknowledge = (seenBy: 'all' | 'asker') => Promise<void>;

/** Defers the response with the first call; all others wait for it. */
export function createAcknowledgement(
  defer: (seenBy: 'all' | 'asker') => Promise<unknown>,
  logger: Pick<Logger, 'warn'>,
): Acknowledge {
  let deferred: Promise<void> | undefined;

  async function deferOnce(seenBy: 'all' | 'asker'): Promise<void> {
    try {
      await defer(seenBy);
    } catch (thrown) {
      const error = fromDiscordError(thrown);
      if (!isTransient(error)) throw error;
      // It may have arrived: the first edit of the response will tell.
      logger.warn({ err: error }, 'It is not known whether an interaction was acknowledged.');
    }
  }

  return (seenBy) => {
    deferred ??= deferOnce(seenBy);
    return deferred;
  };
}
