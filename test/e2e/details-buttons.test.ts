import { describe, expect, it } from 'vitest';
import { page, searched } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

const last = (shown: readonly string[]) => shown.at(-1) ?? '';

describe.each(platforms)('the buttons under an answer on %s', (platform) => {
  it('show its steps, with the errors of tools, and its sources, to whoever presses them and to nobody else', async () => {
    const world = await startWorld();
    const stage = stages[platform](world);
    const one = { ...page('one', 'Page one'), age: '2h ago' };
    world.reka.play({
      kind: 'answer',
      items: [
        ...searched('example query', [one, page('two', 'Page two')]),
        {
          steps: [
            {
              role: 'assistant',
              reasoning_content: null,
              tool_calls: [{ id: 'call_2', name: 'search_web', args: { query: 'second query' } }],
            },
          ],
        },
        {
          steps: [
            {
              role: 'tool',
              tool_call_id: 'call_2',
              content: { tool_name: 'search_web', tool_output: null, tool_error: 'The search took too long' },
            },
          ],
        },
        { text: `So it is [one](${one.url}).` },
      ],
    });
    const talk = await stage.mention('Tell me');
    await ended(talk);
    await expect.poll(() => talk.buttons()).toEqual(['Sources', 'Steps']);
    await talk.press('Steps', { by: 'grace' });
    await expect.poll(() => stage.whispered('grace')).toHaveLength(1);
    expect(last(stage.whispered('grace'))).toMatch(
      /Steps[\s\S]*Searched: example query · 2 pages found[\s\S]*Searched: second query[\s\S]*Failed: The search took too long/,
    );
    await talk.press('Sources', { by: 'grace' });
    await expect.poll(() => stage.whispered('grace')).toHaveLength(2);
    expect(last(stage.whispered('grace'))).toMatch(
      /Sources[\s\S]*\[\[1\]\]\([\s\S]*Page one · example\.org · 2h ago[\s\S]*“About Page one”[\s\S]*Also consulted[\s\S]*Page two/,
    );
    expect(stage.whispered('ada')).toEqual([]);
  });

  it('still work after a restart, and have nothing to show after forget', async () => {
    const world = await startWorld();
    const stage = stages[platform](world);
    world.reka.play({
      kind: 'answer',
      items: [...searched('example query', [page('one', 'Page one')]), { text: 'So.' }],
    });
    const talk = await stage.mention('Tell me');
    await ended(talk);
    await world.restart();
    await talk.press('Sources');
    await expect.poll(() => last(stage.whispered())).toContain('Page one');
    await talk.say('forget');
    await expect.poll(() => [...talk.shown(), ...stage.whispered()].join()).toContain('Forgotten');
    await talk.press('Sources', { before: talk.shown().length - 1 });
    await expect.poll(() => last(stage.whispered())).toContain('I remember nothing of this answer any more.');
  });

  it('ask again after a failure, however often it was restarted since, and once for two presses', async () => {
    const world = await startWorld();
    const stage = stages[platform](world);
    world.reka.play({ kind: 'answer', items: [{ text: 'The beginning' }], ending: 'hang' });
    const talk = await stage.mention('Tell me');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    await talk.press('Stop');
    await expect.poll(() => talk.buttons()).toEqual(['Retry']);
    await world.restart();
    await world.restart();
    world.reka.play({ kind: 'answer', items: [{ text: 'The whole answer.', delayMs: 300 }] });
    await Promise.all([talk.press('Retry'), talk.press('Retry')]);
    await expect.poll(() => last(talk.shown())).toContain('The whole answer.');
    await ended(talk);
    expect(world.reka.requests).toHaveLength(2);
  });
});
