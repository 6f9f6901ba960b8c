import { onTestFinished } from 'vitest';
import { type ReiEmulator, startReiEmulator } from '../../../emulators/rei/index.ts';
import { createReigentAgent, type ReigentAgentOptions } from '../../../src/agents/reigent/client.ts';
import type { ToolLimits } from '../../../src/agents/reigent/tool-rounds.ts';
import type { Agent } from '../../../src/core/ports/agent.ts';
import { createFakeLogger } from '../../core/fakes.ts';
import { createManualClock, type ManualClock } from '../../core/manual-clock.ts';

export const secret = 'pk_rei.0123456789abcdef';

/** As in production. */
export const limits: ToolLimits = { maxRounds: 6, maxCalls: 8, toolsMs: 300_000, maxBytes: 30_000 };

/** The real agent on a fresh emulator, closed when the test ends. */
export async function emulated(
  options: Partial<ReigentAgentOptions> = {},
): Promise<{ emulator: ReiEmulator; agent: Agent; clock: ManualClock; log: readonly object[] }> {
  const emulator = await startReiEmulator({ secret, sleep: () => Promise.resolve() });
  onTestFinished(() => emulator.close());
  const clock = createManualClock({ passOverMs: 20_000 });
  const chatPath = '/rei/agents/chat-completion';
  const { logger, entries } = createFakeLogger();
  const defaults = { secret, baseUrl: emulator.url, chatPath, clock, logger, limits, tools: [] };
  return { emulator, agent: createReigentAgent({ ...defaults, ...options }), clock, log: entries };
}
