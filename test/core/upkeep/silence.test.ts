import { describe, expect, it, onTestFinished } from 'vitest';
import { troubleOf, watchSilence } from '../../../src/core/upkeep/silence.ts';
import { createFakeAdapter } from '../fake-adapter.ts';
import { createFakeLogger, createFakeMetrics } from '../fakes.ts';
import { createManualClock } from '../manual-clock.ts';

const secondMs = 1000;

/** A watch over one platform, heard of last when the test says so. */
function startWatch() {
  const clock = createManualClock();
  const { metrics, counted } = createFakeMetrics();
  const { logger } = createFakeLogger();
  const state: { heardAt: number | undefined; connected: boolean } = { heardAt: clock.now(), connected: true };
  const reconnects: { end: () => void }[] = [];
  const adapter = createFakeAdapter({
    connected: () => state.connected,
    heardAt: () => state.heardAt,
    reconnect: () => new Promise((end) => void reconnects.push({ end })),
  });
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  void watchSilence({ adapters: [adapter], clock, logger, metrics }, stop.signal);
  return { clock, state, reconnects, counted, adapter };
}

describe('a platform that seems to be connected', () => {
  it('is left alone while it gives signs of life', async () => {
    const { clock, state, reconnects } = startWatch();
    for (let minute = 0; minute < 10; minute += 1) {
      await clock.advance(60 * secondMs);
      state.heardAt = clock.now();
    }
    expect(reconnects).toEqual([]);
  });

  it('is connected anew after two silent minutes, once, and that is counted', async () => {
    const { clock, reconnects, counted, adapter } = startWatch();
    await clock.advance(120 * secondMs);
    expect([troubleOf(adapter, clock), reconnects.length]).toEqual([undefined, 0]);
    await clock.advance(120 * secondMs);
    expect([troubleOf(adapter, clock), reconnects.length]).toEqual(['has given no sign of life for two minutes', 1]);
    expect(counted).toEqual([['platformSilent', 'slack']]);
  });

  it('is tried again when that did not help', async () => {
    const { clock, reconnects } = startWatch();
    await clock.advance(180 * secondMs);
    reconnects[0]?.end();
    await clock.advance(60 * secondMs);
    expect(reconnects).toHaveLength(2);
  });

  it('is left to its adapter while it is known to be away', async () => {
    const { clock, state, reconnects, adapter } = startWatch();
    state.connected = false;
    await clock.advance(600 * secondMs);
    expect([troubleOf(adapter, clock), reconnects.length]).toEqual(['is not connected', 0]);
  });

  it('may say nothing where no sign of life is due', async () => {
    const { clock, state, reconnects, adapter } = startWatch();
    state.heardAt = undefined;
    await clock.advance(600 * secondMs);
    expect([troubleOf(adapter, clock), reconnects.length]).toEqual([undefined, 0]);
  });
});
