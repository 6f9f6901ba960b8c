import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBody } from './events.ts';
import { rules } from './rules.ts';
import type { Violations } from './violations.ts';

/** Something on its way to the app. */
export interface Envelope {
  readonly envelopeId: string;
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: Readonly<Record<string, unknown>>;
  readonly retryAttempt: number;
  readonly retryReason: string;
}

/** How the app answered an envelope. */
export type Ack =
  | { readonly ok: true; readonly payload: Readonly<Record<string, unknown>> | undefined }
  /** `final`: the app does not want to see it again. */
  | { readonly ok: false; readonly reason: string; readonly final?: boolean };

/** One envelope under way. Neither promise rejects. */
export interface Sending {
  /** Resolves when it was written to the connection. */
  readonly sent: Promise<void>;
  readonly ack: Promise<Ack>;
  /** It went into a connection that was made to fail: a missing acknowledgement is not the app's fault. */
  readonly lost?: boolean;
}

/** A way to the app; `send` gives `undefined` when the app cannot be reached by it now. */
export interface Transport {
  send(envelope: Envelope): Sending | undefined;
}

/** What became of one attempt to deliver. */
export interface DeliveryRecord {
  readonly at: number;
  readonly type: Envelope['type'];
  /** `app_mention`, `message`, `/research`, `block_actions`. */
  readonly what: string;
  readonly eventId: string | undefined;
  /** The message that an event tells of. */
  readonly messageTs: string | undefined;
  readonly retryAttempt: number;
  /** `late`: not acknowledged in time. */
  readonly outcome: 'pending' | 'acked' | 'late' | 'failed' | 'unreachable';
}

/** What delivering needs. */
export interface DeliveryOptions {
  transport(): Transport;
  readonly ackTimeoutMs: number;
  /** How often an event is sent again when it was not acknowledged. Slack does it 3 times. */
  readonly maxRetries: number;
  readonly now: () => number;
  /** By how much timers are shorter than they say. */
  readonly speed: number;
  readonly violations: Violations;
  /** Aborts when the emulator stops. */
  readonly stopping: AbortSignal;
}

/** Sends envelopes, waits for acknowledgements, sends events again. */
export interface Delivery {
  readonly records: readonly DeliveryRecord[];
  /** Resolves when the event was sent once, or is waiting for the app to connect. Later attempts go on behind it. */
  event(body: EventBody, retryAttempt: number): Promise<void>;
  /** A command or interaction: sent once. */
  request(type: 'slash_commands' | 'interactive', what: string, payload: Envelope['payload']): Promise<Ack>;
  /** Sends the events that waited for a connection, as retries. */
  flush(): void;
  /** Keeps new events back until the returned function is called, which sends them in reverse order. */
  hold(): () => Promise<void>;
  /** Calls the listener when the fate of an attempt is known, until the returned function is called. */
  onSettled(listener: (record: DeliveryRecord) => void): () => void;
}

/** How long Slack waits before each of its retries; docs.slack.dev/apis/events-api, "Retries". */
const retryDelaysMs = [0, 60_000, 300_000];

/** Nothing sent yet. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const records: DeliveryRecord[] = [];
  const waiting: { body: EventBody; retryAttempt: number }[] = [];
  const listeners = new Set<(record: DeliveryRecord) => void>();
  let held: { body: EventBody; retryAttempt: number }[] | undefined;
  let count = 0;

  async function acknowledged(ack: Promise<Ack>): Promise<Ack> {
    const timer = new AbortController();
    const signal = AbortSignal.any([timer.signal, options.stopping]);
    const late: Promise<Ack> = sleep(options.ackTimeoutMs / options.speed, undefined, { signal, ref: false }).then(
      () => ({ ok: false, reason: 'timeout' }),
      () => ({ ok: false, reason: 'stopped', final: true }),
    );
    const first = await Promise.race([ack, late]);
    timer.abort();
    return first;
  }

  /** Sends one envelope and keeps its record. */
  function attempt(entry: Omit<DeliveryRecord, 'at' | 'outcome'>, payload: Envelope['payload'], retryReason: string) {
    count += 1;
    const index = records.length;
    const envelopeId = `envelope-${count}`;
    const { type, retryAttempt } = entry;
    const sending = options.transport().send({ envelopeId, type, payload, retryAttempt, retryReason });
    const record = { ...entry, at: options.now() };
    if (sending === undefined) {
      records.push({ ...record, outcome: 'unreachable' });
      return undefined;
    }
    records.push({ ...record, outcome: 'pending' });
    const ack = acknowledged(sending.ack).then((answer) => {
      const late = !answer.ok && answer.reason === 'timeout';
      const settled: DeliveryRecord = { ...record, outcome: answer.ok ? 'acked' : late ? 'late' : 'failed' };
      records[index] = settled;
      for (const listener of listeners) listener(settled);
      if (late && sending.lost !== true) {
        const { breach } = rules.lateAck;
        options.violations.note('lateAck', `more than ${options.ackTimeoutMs} ${breach}`, entry.what);
      }
      return answer;
    });
    return { sent: sending.sent, ack };
  }

  async function event(body: EventBody, retryAttempt: number, reason = 'timeout'): Promise<void> {
    const what = String(body.event['type']);
    const { ts } = body.event;
    const messageTs = typeof ts === 'string' ? ts : undefined;
    const entry = { type: 'events_api', what, eventId: body.event_id, messageTs, retryAttempt } as const;
    const sending = attempt(entry, body, retryAttempt === 0 ? '' : reason);
    if (sending === undefined) {
      waiting.push({ body, retryAttempt: retryAttempt + 1 });
      return;
    }
    void sending.ack.then(async (ack) => {
      if (ack.ok || ack.final === true || retryAttempt >= options.maxRetries) return;
      const delayMs = retryDelaysMs[Math.min(retryAttempt, retryDelaysMs.length - 1)] ?? 0;
      const waited = await sleep(delayMs / options.speed, true, { signal: options.stopping, ref: false }).catch(
        () => false,
      );
      if (waited) await event(body, retryAttempt + 1, ack.reason);
    });
    await sending.sent;
  }

  return {
    records,
    event: async (body, retryAttempt) => {
      if (held) held.push({ body, retryAttempt });
      else await event(body, retryAttempt);
    },
    request: async (type, what, payload) => {
      const sending = attempt({ type, what, eventId: undefined, messageTs: undefined, retryAttempt: 0 }, payload, '');
      return sending === undefined ? { ok: false, reason: 'unreachable' } : sending.ack;
    },
    flush: () => {
      for (const { body, retryAttempt } of waiting.splice(0)) void event(body, retryAttempt);
    },
    hold: () => {
      held ??= [];
      return async () => {
        const late = held?.toReversed() ?? [];
        held = undefined;
        for (const { body, retryAttempt } of late) await event(body, retryAttempt);
      };
    },
    onSettled: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
