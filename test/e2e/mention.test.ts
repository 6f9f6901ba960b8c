import { describe, expect, it } from 'vitest';
import { page, searched, streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('a mention in a %s channel', (name) => {
  it('is answered in its thread with numbered footnotes that lead to the pages', async () => {
    const world = await startWorld();
    world.reka.play(
      streamed([
        'The sky is blue ',
        'because of **scattering** [example.org](https://example.org/one), ',
        'says [the second page](https://example.org/two). Not [this](https://evil.example/x).',
      ]),
    );
    const talk = await stages[name](world).mention('why is the sky blue?');
    const [answer = ''] = await ended(talk);
    expect(answer).toMatch(
      /because of \*\*scattering\*\* \[\[1\]\]\(<?https:\/\/example\.org\/one>?\), says the second page \[\[2\]\]/,
    );
    expect(answer).toContain('this `https://evil.example/x`');
    expect(answer).toMatch(/\*\*Sources\*\*\n\S+ \[\[1\]\]\(<?https:\/\/example\.org\/one>?\) Page one · example\.org/);
    expect(answer).toMatch(/Reka Research · \d+ s · 1 search/);
    expect(world.reka.requests.map(({ question }) => question)).toEqual(['why is the sky blue?']);
  });

  it('shows what the agent is doing before the text comes', async () => {
    const world = await startWorld();
    world.reka.play({
      kind: 'answer',
      items: [...searched('blue sky', [page('one', 'Page one')]), { text: 'Scattering.', delayMs: 400 }],
    });
    const talk = await stages[name](world).mention('why?');
    await expect.poll(() => talk.shown()[0]).toMatch(/🔎 Searching: blue sky/);
    const answer = await ended(talk);
    expect(answer).toHaveLength(1);
    expect(answer[0]).not.toContain('Searching');
  });
});
