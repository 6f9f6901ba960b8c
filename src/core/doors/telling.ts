import { attempt, isTransient, toFootnoteError } from '../errors.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Part } from '../ports/place.ts';
import type { Incoming } from '../ports/platform.ts';
import type { Clock, Logger } from '../ports/system.ts';
import { retry, whenTransient } from '../retry.ts';

/** With waits that double from one second, a quarter of a minute in all. */
const maxTellAttempts = 5;

/** Says something to the person as often as it takes, within reason: the platform that failed to take an answer may fail here too. Never rejects. */
export function tellPatiently<P extends Part>(
  incoming: Pick<Incoming<P>, 'id' | 'tell'>,
  words: string,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Promise<void> {
  const patience = { attempts: maxTellAttempts, when: whenTransient(1000), sleep: clock.sleep };
  return attempt(
    () => retry(() => incoming.tell(words), patience),
    (error) => logger.error({ err: error, question: incoming.id }, 'The person could not be told either.'),
  );
}

/** What to say to somebody whose words could not be taken in. */
export function apologyFor(
  thrown: unknown,
  phrases: Pick<Phrases, 'storeUnreachable' | 'notNow' | 'cannotReply'>,
): string {
  const error = toFootnoteError(thrown);
  if (error.kind === 'storage') return phrases.storeUnreachable;
  return isTransient(error) || error.kind === 'bug' ? phrases.notNow : phrases.cannotReply;
}
