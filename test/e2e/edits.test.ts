import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld, type World } from './world.ts';

const last = (shown: readonly string[]) => shown.at(-1) ?? '';
const beginning = { kind: 'answer', items: [{ text: 'The beginning' }], ending: 'hang' } as const;
const offer = 'Ask again with the new wording';
const logged = ({ log }: World) => log.map(({ message }) => message);
const asked = ({ reka }: World) => reka.requests.map(({ question }) => question);
/** Slack tells of deletions in a channel only with its messages. */
const inChannels = {
  slack: { subscriptions: ['app_mention', 'message.im', 'message.channels', 'agent_session_stopped'] },
};

describe.each(platforms)('a question on %s', (platform) => {
  it('that is deleted while it is answered is stopped, and what had arrived is kept', async () => {
    const world = await startWorld(inChannels);
    world.reka.play(beginning);
    const talk = await stages[platform](world).mention('Tell me');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    await talk.unsay();
    await expect.poll(() => last(talk.shown())).toContain('Stopped. This is what had arrived until then.');
    expect(talk.shown()).toHaveLength(1);
    expect(last(talk.shown())).toMatch(/^The beginning\n/);
    expect(await world.reka.requests[0]?.ended).toBe('disconnected');
  });

  it('that is deleted while it waits is never asked, in a direct message too', async () => {
    const world = await startWorld();
    world.reka.play(beginning);
    const talk = await stages[platform](world).directMessage('First');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    await talk.say('Second');
    await expect.poll(() => last(talk.shown())).toContain('Waiting for the answer before this one');
    await talk.unsay();
    await expect.poll(() => last(talk.shown())).toContain('Stopped before the answer began.');
    await talk.press('Stop', { before: 1 });
    await expect.poll(() => talk.shown()[0]).toContain('Stopped.');
    world.reka.play(streamed(['Third answer.']));
    await talk.say('Third');
    await ended(talk);
    expect(asked(world)).toEqual(['First', 'Third']);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual([
      'First',
      'The beginning',
      'Third',
    ]);
  });

  it('of whose answer a message is deleted is stopped at once, and nothing is posted anew', async () => {
    const world = await startWorld(inChannels);
    world.reka.play(beginning);
    const talk = await stages[platform](world).mention('Tell me');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    await talk.deleteShown();
    expect(await world.reka.requests[0]?.ended).toBe('disconnected');
    await expect.poll(() => logged(world)).toContain('A question was answered.');
    expect(talk.shown()).toEqual([]);
  });

  it('that is edited while it waits is asked in its new words', async () => {
    const world = await startWorld();
    world.reka.play(beginning);
    const talk = await stages[platform](world).mention('First');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    await talk.say('Secnd');
    await expect.poll(() => last(talk.shown())).toContain('Waiting for the answer before this one');
    await talk.edit('depth:deep Second');
    await expect.poll(() => logged(world)).toContain('A question was edited before it was asked.');
    world.reka.play({ kind: 'answer', items: [{ text: 'The second answer.' }] });
    await talk.press('Stop', { before: 1 });
    expect(last(await ended(talk))).toContain('The second answer.');
    expect(asked(world)).toEqual(['First', 'Second']);
    expect(world.reka.requests.at(-1)?.body).toMatchObject({ research: { parallel_thinking: { mode: 'low' } } });
  });

  it('that is edited later is asked anew by a button alone, in the same message, and remembered once', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['The old answer [example.org](https://example.org/one).']));
    const stage = stages[platform](world);
    const talk = await stage.mention('What is old?');
    const before = await ended(talk);
    await expect.poll(() => talk.buttons()).not.toContain('Stop');
    const buttons = talk.buttons();
    expect(buttons).not.toContain(offer);
    await talk.edit('What is new?');
    await expect.poll(() => talk.buttons()).toEqual([offer, ...buttons]);
    await talk.edit('What is old?');
    await expect.poll(() => talk.buttons()).toEqual(buttons);
    await talk.edit('What is newer?');
    await expect.poll(() => talk.buttons()).toContain(offer);
    expect(talk.shown()).toEqual(before);
    expect(asked(world)).toEqual(['What is old?']);

    world.reka.play(streamed(['The new answer.']));
    await talk.press(offer, { by: 'grace' });
    await expect.poll(() => stage.whispered('grace').join()).toContain('Only the person who asked');
    expect(asked(world)).toEqual(['What is old?']);
    await talk.press(offer);
    await expect.poll(() => last(talk.shown())).toContain('The new answer.');
    await ended(talk);
    await expect.poll(() => talk.buttons()).not.toContain(offer);
    expect(talk.shown()).toHaveLength(1);
    expect(asked(world)).toEqual(['What is old?', 'What is newer?']);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual(['What is newer?']);

    world.reka.play(streamed(['And more.']));
    await talk.say('Go on');
    await expect.poll(() => talk.shown()).toHaveLength(2);
    await ended(talk);
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual([
      'What is newer?',
      'The new answer.',
      'Go on',
    ]);
  });

  it('that is edited after a long answer has the offer below its last message, and a short answer in place of all', async () => {
    const world = await startWorld({ ...inChannels, env: { MAX_MESSAGES: '2' } });
    const length = platform === 'Slack' ? 30_000 : 6000;
    const paragraphs = Array.from(
      { length: length / 50 },
      (_, index) => `Paragraph ${index}: the quick brown fox jumps.`,
    );
    world.reka.play(streamed([paragraphs.join('\n\n')]));
    const talk = await stages[platform](world).mention('What is old?');
    await expect.poll(() => talk.shown()[2] ?? '').toMatch(/attached file answer\.md[\s\S]* · \d+ s/);
    const before = talk.shown().slice(0, 3);
    await expect.poll(() => logged(world)).toContain('A question was answered.');
    await talk.edit('What is newer?');
    const others = () => talk.shown().length - 3;
    await expect.poll(() => talk.buttons(others())).toContain(offer);
    expect(talk.shown().slice(0, 3)).toEqual(before);
    world.reka.play(streamed(['The new answer.']));
    await talk.press(offer, { before: others() });
    await expect.poll(() => talk.shown()[0]).toMatch(/^The new answer\.[\s\S]* · \d+ s/);
    await expect.poll(() => talk.shown().filter((text) => text.includes('Paragraph'))).toEqual([]);
    expect(talk.shown()[0]).not.toContain('Stopped');
  });

  it('that is edited while it is answered offers its new words at the end, and after a restart', async () => {
    const world = await startWorld({ env: { DRAIN_MS: '0' } });
    world.reka.play(beginning);
    const talk = await stages[platform](world).mention('What is old?');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    await talk.edit('What is newer?');
    await expect.poll(() => logged(world)).toContain('A question was edited after it was asked.');
    expect(talk.buttons()).toEqual(['Stop']);
    await world.restart();
    await expect.poll(() => talk.buttons()).toEqual(['Retry', offer]);
    world.reka.play(streamed(['The new answer.']));
    await talk.press(offer);
    await expect.poll(() => last(talk.shown())).toContain('The new answer.');
    await ended(talk);
    expect(asked(world)).toEqual(['What is old?', 'What is newer?']);
    expect(talk.shown()).toHaveLength(1);
  });

  it('that was answered before a restart is offered and asked in its new words as well', async () => {
    const world = await startWorld();
    world.reka.play(streamed(['The old answer.']));
    const talk = await stages[platform](world).directMessage('What is old?');
    await ended(talk);
    await world.restart();
    await talk.edit('What is newer?');
    await expect.poll(() => talk.buttons()).toContain(offer);
    world.reka.play(streamed(['The new answer.']));
    await talk.press(offer);
    await expect.poll(() => last(talk.shown())).toContain('The new answer.');
    await ended(talk);
    await expect.poll(() => talk.buttons()).not.toContain(offer);
    expect(asked(world)).toEqual(['What is old?', 'What is newer?']);
  });

  it('that was no question does not become one by an edit', async () => {
    const world = await startWorld(inChannels);
    world.reka.answerWith(() => streamed(['Answer.']));
    const stage = stages[platform](world);
    const help = await stage.directMessage('help');
    await expect.poll(() => last(help.shown())).toContain('Who answers');
    await help.edit('What is new?');
    const talk = await stage.mention('The last question');
    await ended(talk);
    expect(asked(world)).toEqual(['The last question']);
  });
});

it("is stopped with the message that shows a command's question on Slack", async () => {
  const world = await startWorld(inChannels);
  const { slack, reka } = world;
  reka.play(beginning);
  const talk = await stages.Slack(world).command('research', 'Tell me');
  await expect.poll(() => last(talk.shown())).toContain('The beginning');
  const anchor = slack.messages(slack.channels.general).find(({ threadTs }) => !threadTs)?.ts ?? '';
  await slack.deleteMessage({ channel: slack.channels.general, ts: anchor });
  await expect.poll(() => last(talk.shown())).toContain('Stopped.');
  expect(await reka.requests[0]?.ended).toBe('disconnected');
});

it("is stopped with the message that shows a command's question on Discord", async () => {
  const world = await startWorld();
  const { discord, reka } = world;
  reka.play(beginning);
  const talk = await stages.Discord(world).command('research', 'Tell me');
  await expect.poll(() => last(talk.shown())).toContain('The beginning');
  await discord.deleteMessage(discord.threads(discord.channels.general)[0]?.id ?? '');
  await expect.poll(() => last(talk.shown())).toContain('Stopped.');
  expect(await reka.requests[0]?.ended).toBe('disconnected');
});
