import { onTestFinished } from 'vitest';
import { type ReiEmulator, startReiEmulator } from '../../../emulators/rei/index.ts';
import { createReigentAgent, type ReigentAgentOptions } from '../../../src/agents/reigent/client.ts';
import type { Agent } from '../../../src/core/ports.ts';
import { createManualClock, type ManualClock } from '../manual-clock.ts';

export const secret = 'pk_rei.0123456789abcdef';

/** The real agent on a fresh emulator, closed when the test ends. */
export async function emulated(
  options: Partial<ReigentAgentOptions> = {},
): Promise<{ emulator: ReiEmulator; agent: Agent; clock: ManualClock }> {
  const emulator = await startReiEmulator({ secret, sleep: () => Promise.resolve() });
  onTestFinished(() => emulator.close());
  const clock = createManualClock();
  const chatPath = '/rei/agents/chat-completion';
  const agent = createReigentAgent({ secret, baseUrl: emulator.url, chatPath, clock, ...options });
  return { emulator, agent, clock };
}
