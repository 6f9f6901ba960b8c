import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('a follow-up on %s', (name) => {
  it('knows what was said, and goes on with the footnotes', async () => {
    const world = await startWorld();
    world.reka.play(
      streamed(['One [example.org](https://example.org/one).']),
      streamed(['Two [example.org](https://example.org/two) and again one [example.org](https://example.org/one).']),
    );
    const talk = await stages[name](world).mention('First?');
    await ended(talk);
    await talk.say('Second?');
    await expect.poll(() => talk.shown()).toHaveLength(2);
    const [, second = ''] = await ended(talk);
    expect(second).toMatch(
      /^Two \[\[2\]\]\(<?https:\/\/example\.org\/two>?\) and again one \[\[1\]\]\(<?https:\/\/example\.org\/one/,
    );
    expect(world.reka.requests.at(-1)?.body.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });

  it('knows it after a restart of the bot as well', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['One.']), streamed(['Two.']));
    const talk = await stages[name](world).mention('First?');
    await ended(talk);
    await world.restart();
    await talk.say('Second?');
    await expect.poll(() => talk.shown()).toHaveLength(2);
    expect((await ended(talk)).at(-1)).toMatch(/^Two\./);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual([
      'First?',
      'One.',
      'Second?',
    ]);
  });

  it('sends a Reigent only what people wrote', async () => {
    const world = await startWorld();
    world.rei.play({ kind: 'answer', content: 'The answer of the machine.' }, { kind: 'answer', content: 'Another.' });
    const talk = await stages[name](world).mention('reigent: First question?');
    await ended(talk);
    await talk.say('reigent: Second question?');
    await expect.poll(() => world.rei.requests).toHaveLength(2);
    const sent = JSON.stringify(world.rei.requests.at(-1)?.body);
    expect(sent).toContain('First question?');
    expect(sent).toContain('Second question?');
    expect(sent).not.toContain('answer of the machine');
    await expect.poll(() => talk.shown()).toHaveLength(2);
    await ended(talk);
  });

  it('waits for the answer before it, and says so', async () => {
    const world = await startWorld();
    world.reka.play(
      { kind: 'answer', items: [{ text: 'First' }, { text: ' answer.', delayMs: 700 }] },
      { kind: 'answer', items: [{ text: 'Second answer.' }] },
    );
    const talk = await stages[name](world).mention('First?');
    await expect.poll(() => talk.shown()[0]).toContain('First');
    await talk.say('Second?');
    await expect.poll(() => talk.shown()[1]).toContain('Waiting for the answer before this one');
    await expect.poll(() => talk.shown()[1]).toMatch(/^Second answer\.[\s\S]* · /);
    expect(talk.shown()[0]).toMatch(/^First answer\./);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual([
      'First?',
      'First answer.',
      'Second?',
    ]);
  });

  it('is not sought in another thread', async () => {
    const world = await startWorld();
    world.reka.answerWith(({ question }) => streamed([`You asked: ${question}`]));
    const stage = stages[name](world);
    const [one, two] = await Promise.all([stage.mention('about apples'), stage.mention('about pears')]);
    expect((await ended(one))[0]).toContain('You asked: about apples');
    expect((await ended(two))[0]).toContain('You asked: about pears');
    await Promise.all([one.say('more of it'), two.say('more of it')]);
    await expect.poll(() => [one.shown().length, two.shown().length]).toEqual([2, 2]);
    await Promise.all([ended(one), ended(two)]);
    const asked = world.reka.requests.map(({ body }) => body.messages.map(({ content }) => content).join('|'));
    expect(asked.filter((text) => text.includes('apples') && text.includes('pears'))).toEqual([]);
    expect(asked).toHaveLength(4);
  });
});
