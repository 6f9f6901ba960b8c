import { attempt } from '../errors.ts';
import type { Ledger } from '../ports/stores.ts';
import type { Logger } from '../ports/system.ts';

/** Notes that nothing more is to be done about something that was said. Never rejects: what the ledger misses is taken up by the next start. */
export function noteEnd(
  id: string,
  { ledger, logger }: { readonly ledger: Pick<Ledger, 'change'>; readonly logger: Logger },
): Promise<void> {
  return attempt(
    () => ledger.change(id, { state: 'ended' }),
    (error) => logger.error({ err: error, question: id }, 'The end of a run could not be noted.'),
  );
}
