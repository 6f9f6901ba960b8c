import { onTestFinished } from 'vitest';
import { type RekaEmulator, type RekaEmulatorOptions, startRekaEmulator } from '../../../emulators/reka/index.ts';
import type { RekaItem, RekaScript } from '../../../emulators/reka/script.ts';
import { createRekaAgent, type RekaAgentOptions } from '../../../src/agents/reka/client.ts';
import type { Agent } from '../../../src/core/ports/agent.ts';
import { createManualClock, type ManualClock } from '../../core/manual-clock.ts';

export const apiKey = 'reka-key-0123456789abcdef';

/** The real agent on a fresh emulator, closed when the test ends. */
export async function emulated(
  options: Partial<RekaAgentOptions> = {},
  emulatorOptions: RekaEmulatorOptions = {},
): Promise<{ emulator: RekaEmulator; agent: Agent; clock: ManualClock }> {
  const emulator = await startRekaEmulator({ apiKey, sleep: () => Promise.resolve(), ...emulatorOptions });
  onTestFinished(() => emulator.close());
  const clock = createManualClock({ passOverMs: 20_000 });
  const agent = createRekaAgent({ apiKey, baseUrl: emulator.url, model: 'reka-flash-research', clock, ...options });
  return { emulator, agent, clock };
}

/** An answer of these items, as a script. */
export function answerOf(...items: readonly RekaItem[]): RekaScript & { kind: 'answer' } {
  return { kind: 'answer', items };
}

export const searchCall = (query: string, id?: string) => ({
  role: 'assistant',
  tool_calls: [{ ...(id && { id }), name: 'search_web', args: { query } }],
});

export const toolResult = (tool: string, output: unknown, id: string | null = null, error: string | null = null) => ({
  role: 'tool',
  content: { tool_name: tool, tool_output: output, tool_error: error },
  tool_call_id: id,
});

export const page = { url: 'https://example.com/a', title: 'Page A', snippet: 'About a.', age: '2h ago' };
