import type { PlatformAdapter } from '../../src/core/ports/platform.ts';

/** A connected platform on which nothing happens but what the test changes. */
export function createFakeAdapter(changes: Partial<PlatformAdapter> = {}): PlatformAdapter {
  return {
    platform: 'slack',
    start: async () => {},
    restore: () => undefined,
    resume: () => undefined,
    connected: () => true,
    heardAt: () => undefined,
    reconnect: async () => {},
    pause: async () => {},
    stop: async () => {},
    ...changes,
  };
}
