import { isTransient } from '../../../core/errors.ts';
import type { SeenBy } from '../../../core/ports/platform.ts';
import type { Logger } from '../../../core/ports/system.ts';
import { fromDiscordError } from '../errors.ts';
import type { Acknowledge } from '../incoming/command.ts';

/** Defers the response with the first call; all others wait for it. */
export function createAcknowledgement(
  defer: (seenBy: SeenBy) => Promise<unknown>,
  logger: Pick<Logger, 'warn'>,
): Acknowledge {
  let deferred: Promise<void> | undefined;

  async function deferOnce(seenBy: SeenBy): Promise<void> {
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
