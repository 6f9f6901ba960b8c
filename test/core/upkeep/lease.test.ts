import { describe, expect, it } from 'vitest';
import { FootnoteError } from '../../../src/core/errors.ts';
import { keepLease } from '../../../src/core/upkeep/lease.ts';
import { settled } from '../manual-clock.ts';
import { createStage } from '../stage.ts';

const leaseMs = 15_000;

/** A process that keeps its lease. `leave` puts something into the ledger as another process would have left it. */
function setUp() {
  const stage = createStage({ adapter: { restore: (said) => stage.incoming(said, said) } });
  const { clock, entries, ledger, recorded } = stage;
  let renewals = 0;
  const counting = {
    ...ledger,
    renew() {
      renewals += 1;
      return ledger.renew();
    },
  };
  const takenUp: string[] = [];
  const stop = new AbortController();
  const reception = { takeUp: async ({ id }: { readonly id: string }) => void takenUp.push(id) };
  const outcome = keepLease({ ...stage.recovering, ledger: counting, reception, leaseMs }, stop.signal);
  const leave = (id: string) =>
    recorded.runs.set(id, { id, platform: 'slack', state: 'accepted', said: `said ${id}`, acceptedAt: 0 });
  return { clock, failures: recorded.failures, entries, takenUp, stop, outcome, leave, renewals: () => renewals };
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
