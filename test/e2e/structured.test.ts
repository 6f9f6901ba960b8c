import { describe, expect, it } from 'vitest';
import { structuredForms } from '../../emulators/reka/structured.ts';
import { streamed } from './answers.ts';
import { platforms, slackText, stages, type Talk } from './stages.ts';
import { startWorld, type World } from './world.ts';

const url = 'https://example.org/one';
const value = {
  events: [
    { date: '1990-04-24', event: 'A launch | with a pipe', source: url },
    {
      date: '2021-12-25',
      event: '@everyone <!here> `x` [a](https://evil.example.net)',
      source: 'https://evil.example.net',
    },
  ],
};
const json = JSON.stringify(value, null, 2);
const chunks = (text: string) => text.match(/[\s\S]{1,9}/gu) ?? [];

/** What was attached in the channel where people mention the bot, its threads included, as JSON. */
const attached = ({ slack, discord }: World) => [
  ...slack.messages(slack.channels.general).flatMap(({ files = [] }) => files.map((file) => JSON.stringify(file))),
  ...discord
    .threads(discord.channels.general)
    .flatMap(({ id }) =>
      discord.messages(id).flatMap(({ attachments }) => attachments.map((file) => JSON.stringify(file))),
    ),
];

/** The messages of a talk that say something: files come in messages of their own. */
const said = (talk: Talk) => talk.shown().filter((text) => text !== '');

/** Waits until an answer of one message has ended, and gives that. */
async function answered(talk: Talk): Promise<string> {
  await expect.poll(() => said(talk).at(-1) ?? '').toMatch(/Reka Research · \d+ (?:s|min)/);
  return said(talk).at(-1) ?? '';
}

/** The answer without its sources and small print. */
const body = (message: string) => message.replace(/\n+\*\*(?:Sources|Also consulted)\*\*[\s\S]*$/, '');

describe.each(platforms)('an answer in the form of a template on %s', (name) => {
  it('is a table or a list with footnotes, and its JSON and CSV are attached', async () => {
    const world = await startWorld();
    world.reka.play(streamed(chunks(json)));
    const talk = await stages[name](world).mention('template:timeline What happened?');
    const message = await answered(talk);
    expect(body(message)).toBe(
      name === 'Slack'
        ? [
            '| Date | Event | Source |',
            '| --- | --- | --- |',
            `| 1990-04-24 | A launch \\| with a pipe | [[1]](${url}) |`,
            '| 2021-12-25 | @everyone &lt;!here&gt; \\`x\\` a `https://evil.example.net` | `https://evil.example.net` |',
          ].join('\n')
        : [
            '- Date: **1990-04-24**',
            '  - Event: A launch \\| with a pipe',
            `  - Source: [[1]](<${url}>)`,
            '- Date: **2021-12-25**',
            '  - Event: @\u200beveryone \\<!here\\> \\`x\\` a `https://evil.example.net`',
            '  - Source: `https://evil.example.net`',
          ].join('\n'),
    );
    await expect.poll(() => attached(world)).toHaveLength(2);
    const [first = '', second = ''] = attached(world);
    expect(first).toContain('answer.json');
    expect(second).toContain('answer.csv');
    expect(JSON.parse(JSON.parse(first).content)).toEqual(value);
    expect(JSON.parse(second).content).toMatch(/^date,event,source\r\n1990-04-24,A launch \| with a pipe,https:/);
    expect(world.reka.requests.at(-1)?.body.messages.at(-1)?.content).toMatch(/^What happened\?\n/);
  });

  it.each(Object.keys(structuredForms))('is the same when it comes %s', async (form) => {
    const world = await startWorld();
    world.reka.play(streamed(chunks(structuredForms[form]?.(json) ?? '')));
    const talk = await stages[name](world).mention('template:timeline What happened?');
    const message = await answered(talk);
    expect(body(message)).toMatch(/1990-04-24[\s\S]*2021-12-25[\s\S]*`https:\/\/evil\.example\.net`/);
    expect(message).not.toContain('⚠️');
    expect(message).not.toContain('{');
    await expect.poll(() => attached(world)).toHaveLength(2);
  });

  it('shows nothing of the JSON while it arrives', async () => {
    const world = await startWorld();
    world.reka.play(streamed(chunks(json), 20));
    const talk = await stages[name](world).mention('template:timeline What happened?');
    const seen = new Set<string>();
    await expect
      .poll(
        () => {
          const text = said(talk).join('\n');
          seen.add(text);
          return text;
        },
        { timeout: 10_000, interval: 10 },
      )
      .toMatch(/Reka Research · /);
    for (const text of seen) expect(text).not.toMatch(/[{}]|"date"/);
  });

  it('is shown as text where it is not in that form, and says so', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['{"events": [{"date": "Christmas", ', `"event": "It was [here](${url})."}]}`]));
    const talk = await stages[name](world).mention('template:timeline What happened?');
    const message = await answered(talk);
    expect(message).toContain('"date": "Christmas"');
    expect(message).toMatch(/⚠️ The agent did not keep to the form of this template/);
    expect(attached(world)).toEqual([]);
  });

  it('is known to a follow-up, which need not be in that form', async () => {
    const world = await startWorld();
    world.reka.play(streamed(chunks(json)), streamed(['The second.']));
    const talk = await stages[name](world).mention('template:timeline What happened?');
    await answered(talk);
    await expect.poll(() => attached(world)).toHaveLength(2);
    await talk.say('Which of them was at Christmas?');
    await expect.poll(() => said(talk).at(-1) ?? '').toMatch(/^The second\.[\s\S]*Reka Research · /);
    const { messages = [], response_format: format } = world.reka.requests.at(-1)?.body ?? {};
    expect(messages.map(({ content }) => content)).toEqual([
      'What happened?',
      JSON.stringify(value),
      'Which of them was at Christmas?',
    ]);
    expect(format).toBeUndefined();
  });
});

describe('an answer in the form of a template that is chosen beside the question on Discord', () => {
  it('is the same', async () => {
    const world = await startWorld();
    world.reka.play(streamed(chunks(json)));
    const { discord } = world;
    const options = { question: 'What happened?', template: 'timeline' };
    await discord.command({ channel: discord.channels.general, user: discord.users.ada, name: 'research', options });
    await expect.poll(() => attached(world)).toHaveLength(2);
    expect(world.reka.requests.at(-1)?.body.response_format?.json_schema.name).toBe('timeline');
  });
});

describe('an answer in the form of a template where no file can be attached', () => {
  it('is shown whole, through the response URL', async () => {
    const world = await startWorld();
    world.reka.play(streamed(chunks(json)));
    const { slack } = world;
    const channel = slack.channels.random;
    await slack.command({
      channel,
      user: slack.users.ada,
      command: '/research',
      text: 'template:timeline What happened?',
    });
    const shown = () =>
      slack
        .messages(channel)
        .filter(({ ephemeralTo }) => !ephemeralTo)
        .map(slackText)
        .join('\n');
    await expect.poll(shown).toMatch(/Reka Research · /);
    expect(shown()).toMatch(/\| 1990-04-24 \|[\s\S]*\| 2021-12-25 \|/);
  });
});
