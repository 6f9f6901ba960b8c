import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('a direct message on %s', (name) => {
  it('is answered where it was written, and remembered', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['Four [example.org](https://example.org/one).']), streamed(['Eight.']));
    const talk = await stages[name](world).directMessage('What is two and two?');
    expect((await ended(talk))[0]).toMatch(/^Four \[\[1\]\]/);
    await talk.say('And twice that?');
    await expect.poll(() => talk.shown()).toHaveLength(2);
    expect((await ended(talk)).at(-1)).toMatch(/^Eight\./);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual([
      'What is two and two?',
      'Four [example.org](https://example.org/one).',
      'And twice that?',
    ]);
  });

  it('picks the agent by its name in front', async () => {
    const world = await startWorld();
    world.rei.play({ kind: 'answer', content: 'The Reigent says hello. [1]' });
    const talk = await stages[name](world).directMessage('reigent: say hello');
    const [answer = ''] = await ended(talk);
    expect(answer).toContain('The Reigent says hello.');
    expect(answer).toMatch(/Reigent.* · \d+ s/);
    expect(world.rei.requests.map(({ message }) => message)).toEqual(['say hello']);
    expect(world.reka.requests).toEqual([]);
  });
});
