import type { Config } from '../config/index.ts';
import type { ConversationIndex, HistoryStore } from '../core/ports/stores.ts';
import type { Clock, Logger, Metrics } from '../core/ports/system.ts';
import { thisProcess } from '../ops/this-process.ts';
import { createConversationIndex } from '../storage/keyed/conversation-index.ts';
import { createHistoryStore } from '../storage/keyed/history.ts';
import { openStore } from '../storage/keyed/open-store.ts';
import type { OpenLedger } from '../storage/runs/ledger.ts';
import { openLedger } from '../storage/runs/open-ledger.ts';

/** Everything that is kept. */
export interface Stores {
  readonly ledger: OpenLedger;
  readonly history: HistoryStore;
  readonly index: ConversationIndex;
  /** Resolves when the store of the conversations answers; throws a `FootnoteError` of kind `storage` otherwise. */
  ping(): Promise<void>;
  /** Ends the connection to the store of the conversations. Never throws; the ledger is closed apart, after all that writes to it. */
  close(): Promise<void>;
}

/** Opens the ledger and the store of the conversations. Throws a `FootnoteError`; nothing is left open then. */
export async function openStores(
  { storeUrl, runsFile, leaseMs }: Config,
  ports: { readonly clock: Clock; readonly logger: Logger; readonly metrics: Metrics },
): Promise<Stores> {
  const { logger, metrics } = ports;
  const ledger = openLedger(storeUrl, runsFile, {
    logger,
    holder: { ...thisProcess, leaseMs },
    onFailure: () => metrics.storageFailed('ledger'),
  });
  try {
    const store = await openStore(storeUrl, { onFailure: () => metrics.storageFailed('conversations') });
    return {
      ledger,
      history: createHistoryStore(store.keyspace('history')),
      index: createConversationIndex(store.keyspace('index'), ports),
      ping: store.ping,
      close: store.close,
    };
  } catch (thrown) {
    ledger.close();
    throw thrown;
  }
}
