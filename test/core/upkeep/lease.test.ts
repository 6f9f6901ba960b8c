import { describe, expect, it } from 'vitest';
import { createAdmission } from '../../../src/core/asking/admission.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Incoming } from '../../../src/core/ports/platform.ts';
import { createEditBudget } from '../../../src/core/reply/edit-budget.ts';
import { createKeyedQueue } from '../../../src/core/runs/keyed-queue.ts';
import { createRuns } from '../../../src/core/runs/runs.ts';
import { keepLease } from '../../../src/core/upkeep/lease.ts';
import { createFakeAdapter } from '../fake-adapter.ts';
import {
  createFakeHistory,
  createFakeLedger,
  createFakeLogger,
  createFakeMetrics,
  createFakeReply,
  renderText,
  slackChannel,
  type TextPart,
  threadKey,
} from '../fakes.ts';
import { createManualClock, settled } from '../manual-clock.ts';

const leaseMs = 15_000;

/** A process that keeps its lease. `left` puts something into the ledger as another process would have left it. */
function setUp() {
  const clock = createManualClock();
  const { ledger, runs: recorded, failures } = createFakeLedger();
  const { logger, entries } = createFakeLogger();
  const { reply } = createFakeReply();
  let renewals = 0;
  const counting = {
    ...ledger,
    renew() {
      renewals += 1;
      return ledger.renew();
    },
  };
  const restore = (said: string): Incoming<TextPart> => ({
    id: said,
    platform: 'slack',
    origin: 'mention',
    asker: { id: 'U1' },
    text: said,
    channelKey: slackChannel(),
    line: 'one',
    said,
    current: async () => undefined,
    open: async () => ({ conversation: threadKey('1'), reply, render: renderText }),
    resume: () => ({ reply, render: renderText }),
    tell: async () => {},
  });
  const adapter = createFakeAdapter({ restore });
  const runs = createRuns({
    history: createFakeHistory().history,
    ledger,
    budget: createEditBudget({ clock }),
    clock,
    logger,
    metrics: createFakeMetrics().metrics,
    maxFinalAttempts: 3,
    maxWaitMs: 600_000,
  });
  const takenUp: string[] = [];
  const stop = new AbortController();
  const outcome = keepLease(
    {
      ledger: counting,
      adapters: [adapter],
      agents: new Map(),
      reception: { takeUp: async ({ said }) => void takenUp.push(said) },
      runs,
      turns: createKeyedQueue(),
      admission: createAdmission({ person: 4, channel: 20, workspace: 20, process: 20 }),
      logger,
      reask: false,
      clock,
      leaseMs,
    },
    stop.signal,
  );
  const leave = (id: string) =>
    recorded.set(id, { id, platform: 'slack', state: 'accepted', said: `said ${id}`, acceptedAt: 0 });
  return { clock, failures, entries, takenUp, stop, outcome, leave, renewals: () => renewals };
}

describe('a process that lives', () => {
  it('renews its lease several times before it would end, until it stops', async () => {
    const { clock, renewals, stop, outcome } = setUp();
    await clock.advance(leaseMs);
    expect(renewals()).toBeGreaterThanOrEqual(3);
    const before = renewals();
    stop.abort();
    await clock.advance(10 * leaseMs);
    expect(renewals()).toBe(before);
    expect(await outcome).toBe(false);
  });

  it('takes up what another one leaves, once', async () => {
    const { clock, leave, takenUp } = setUp();
    await clock.advance(leaseMs);
    expect(takenUp).toEqual([]);
    leave('1');
    await clock.advance(3 * leaseMs);
    expect(takenUp).toEqual(['said 1']);
  });

  it('goes on when the ledger fails for a while', async () => {
    const { clock, failures, entries, leave, takenUp } = setUp();
    failures.renew = new FootnoteError('storage', 'Locked.');
    await clock.advance(leaseMs);
    expect(entries.map(({ level }) => level)).toContain('warn');
    delete failures.renew;
    leave('1');
    await clock.advance(leaseMs);
    expect(takenUp).toEqual(['said 1']);
  });

  it('says so when another one has taken it for dead, and takes up nothing more', async () => {
    const { clock, failures, outcome, leave, takenUp } = setUp();
    failures.renew = new FootnoteError('stopped', 'Replaced.', { hint: 'taken-over' });
    await clock.advance(leaseMs);
    expect(await outcome).toBe(true);
    delete failures.renew;
    leave('1');
    await clock.advance(leaseMs);
    await settled();
    expect(takenUp).toEqual([]);
  });
});
