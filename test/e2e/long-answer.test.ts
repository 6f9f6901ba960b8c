import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld, type World } from './world.ts';

const chunks = (text: string) => text.match(/[\s\S]{1,97}/gu) ?? [];

const filesOf = ({ slack, discord }: World) => [
  ...slack.messages(slack.channels.general).flatMap(({ files = [] }) => files.map(({ name }) => name)),
  ...discord
    .threads(discord.channels.general)
    .flatMap(({ id }) => discord.messages(id).flatMap(({ attachments }) => attachments.map(({ name }) => name))),
];

describe.each(platforms)('a long answer on %s', (name) => {
  const max = name === 'Slack' ? 12_000 : 2000;
  const lengthOf = (text: string) => (name === 'Slack' ? text.length : [...text].length);

  it('of 12,000 characters arrives whole, in messages that are in order', async () => {
    const world = await startWorld({ env: { MAX_MESSAGES: '50' } });
    const paragraphs = Array.from(
      { length: 260 },
      (_, index) => `Paragraph ${index}: the quick brown fox jumps over it.`,
    );
    const text = `${paragraphs.join('\n\n')}\n\nThe end [example.org](https://example.org/one).`;
    expect(text.length).toBeGreaterThan(12_000);
    world.reka.play(streamed(chunks(text), 2));
    const talk = await stages[name](world).mention('Tell me everything');
    const messages = await ended(talk);
    expect(messages.length).toBeGreaterThan(1);
    for (const message of messages) expect(lengthOf(message)).toBeLessThanOrEqual(max);
    expect(messages.join('\n').match(/Paragraph \d+:/g)).toEqual(paragraphs.map((_, index) => `Paragraph ${index}:`));
    expect(messages.at(-1)).toMatch(/\[\[1\]\]\(<?https:\/\/example\.org\/one/);
  });

  it('of more messages than the operator allows goes on in a file', async () => {
    const world = await startWorld({ env: { MAX_MESSAGES: '2' } });
    const paragraphs = Array.from(
      { length: max / 12 },
      (_, index) => `Paragraph ${index}: the quick brown fox jumps over it.`,
    );
    world.reka.play(streamed(chunks(paragraphs.join('\n\n')), 1));
    const stage = stages[name](world);
    const talk = await stage.mention('Tell me everything');
    await expect.poll(() => talk.shown()[2] ?? '').toMatch(/attached file answer\.md[\s\S]*Reka Research · /);
    await expect.poll(() => filesOf(world)).toEqual(['answer.md']);
    expect(
      talk
        .shown()
        .slice(0, 2)
        .join('\n')
        .match(/Paragraph \d+:/g)
        ?.slice(0, 3),
    ).toEqual(['Paragraph 0:', 'Paragraph 1:', 'Paragraph 2:']);
  });

  it('with a table and code looks native and keeps its fences', async () => {
    const world = await startWorld();
    const code = Array.from({ length: 90 }, (_, index) => `const value${index} = compute(${index});`).join('\n');
    world.reka.play(
      streamed(
        chunks(
          `## Code\n\n\`\`\`ts\n${code}\n\`\`\`\n\n| Name | Size |\n| --- | --- |\n| one | 1 |\n| two | 22 |\n\nDone.`,
        ),
      ),
    );
    const talk = await stages[name](world).mention('Show me code');
    const messages = await ended(talk);
    for (const message of messages) expect((message.match(/```/g) ?? []).length % 2).toBe(0);
    const all = messages.join('\n');
    expect(all.match(/const value\d+ = compute/g)).toHaveLength(90);
    expect(all).toMatch(/```ts\nconst value0/);
    expect(all).toContain(name === 'Slack' ? '| one | 1 |' : 'one  │ 1');
  });

  it.each([
    ['Chinese', '研究表明天空是蓝色的。'],
    ['emoji', '👩‍👩‍👧‍👦🇩🇪🌈'],
  ])('in %s at the length of a message arrives whole', async (_, unit) => {
    const world = await startWorld();
    const text = unit.repeat(Math.ceil((max + 1) / [...unit].length));
    world.reka.play(streamed(chunks(text)));
    const talk = await stages[name](world).mention('Say it');
    const messages = await ended(talk);
    for (const message of messages) expect(lengthOf(message)).toBeLessThanOrEqual(max);
    const shown = messages
      .map((message) => message.replace(/\n-# Reka[\s\S]*$|\nReka Research[\s\S]*$|(?:^|\n+)\*\*Also[\s\S]*$/, ''))
      .join('')
      .replace(/\s/g, '');
    expect(shown).toBe(text);
  });
});
