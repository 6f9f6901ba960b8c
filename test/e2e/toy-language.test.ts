import { describe, expect, it } from 'vitest';
import { toy } from '../words/toy.ts';
import { streamed } from './answers.ts';
import { platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

describe.each(platforms)('a language that is added by one catalogue, on %s', (platform) => {
  const expectShown = (shown: () => readonly string[]) => expect.poll(() => shown().join('\n'));

  it('is what an answer, its sources, its footer and its buttons are in', async () => {
    const world = await startWorld({ catalogue: toy });
    world.reka.play(streamed(['It stands [below](https://example.org/one).']));
    const talk = await stages[platform](world).mention('Where does a footnote stand?');
    await expectShown(talk.shown).toMatch(/Reka Research · \d+ · \d+ · \d+/);
    expect(talk.shown().join('\n')).toContain('Fon');
    expect(talk.shown().join('\n')).not.toMatch(/Sources|searches|pages/);
    expect(talk.buttons()).toEqual(['Bip sources', 'Bip steps']);
  });

  it('is what a command is repeated in', async () => {
    const world = await startWorld({ catalogue: toy });
    world.reka.play(streamed(['Below.']));
    await stages[platform](world).command('research', 'Where?');
    const questions = () => [
      ...world.slack.messages(world.slack.channels.general).map(({ text }) => text),
      ...world.discord.messages(world.discord.channels.general).map(({ content }) => content),
    ];
    await expectShown(questions).toMatch(/\*: Where\?/);
  });

  it('is what the bot explains itself and refuses in', async () => {
    const stage = stages[platform](await startWorld({ catalogue: toy }));
    const help = await stage.directMessage('help');
    await expectShown(() => [...stage.whispered(), ...help.shown()]).toContain('Bip bip.');
    const refused = await stage.directMessage('depth:deeper Why?');
    await expectShown(() => [...stage.whispered(), ...refused.shown()]).toContain('Nop: depth.');
  });
});
