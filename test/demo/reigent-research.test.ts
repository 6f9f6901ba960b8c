import { describe, expect, it, onTestFinished } from 'vitest';
import { startRekaEmulator } from '../../emulators/reka/index.ts';
import { createRekaAgent } from '../../src/agents/reka/client.ts';
import { deliveredBy, noFootnotes } from '../../src/core/answer/footnotes.ts';
import { createBuiltInTools } from '../../src/tools/built-in-tools.ts';
import { ask } from '../agents/ask.ts';
import { emulated } from '../agents/reigent/emulated.ts';
import { createManualClock } from '../core/manual-clock.ts';
import { askingOf } from '../tools/context.ts';

describe('the Reigent of the demo', () => {
  it('has a question researched and cites the pages that were found', async () => {
    const reka = await startRekaEmulator({ sleep: () => Promise.resolve() });
    onTestFinished(() => reka.close());
    const clock = createManualClock({ passOverMs: 20_000 });
    const research = createRekaAgent({ apiKey: 'key', baseUrl: reka.url, model: 'reka-flash-research', clock });
    const { agent, emulator } = await emulated({
      tools: createBuiltInTools({ researcher: research, asking: () => askingOf(research), clock }),
    });
    const { answer } = await ask(agent, 'What does the EU AI Act prohibit?');
    expect(answer).toMatchObject({ state: 'complete', notices: [] });
    const urls = Array.from(answer.text.matchAll(/\]\((https:[^)]+)\)/g), ([, url = '']) => url);
    expect(new Set(urls).size).toBe(3);
    const delivered = deliveredBy(answer, noFootnotes);
    for (const url of urls) expect(delivered(url)?.title).toBeTruthy();
    expect(answer.text).not.toMatch(/\[\d+\]|\{https/);
    expect(reka.requests).toHaveLength(1);
    expect([...emulator.violations, ...reka.violations]).toEqual([]);
  });
});
