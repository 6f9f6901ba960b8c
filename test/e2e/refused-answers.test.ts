import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, slackText, stages } from './stages.ts';
import { startWorld } from './world.ts';

/** What the platform says of a message that it does not take, whenever it is sent. */
const refusals = {
  Slack: { error: 'invalid_blocks' },
  Discord: { error: '50035', status: 400 },
} as const;

const sentence = /^⚠️ The answer could not be shown here/;

describe.each(platforms)('an answer that %s refuses for good', (name) => {
  it('is replaced by a sentence that says so, and can be asked for again', async () => {
    const world = await startWorld();
    const { slack, discord, reka } = world;
    reka.play({ kind: 'answer', items: [{ text: 'The sky is ' }], ending: 'hang' });
    const stage = stages[name](world);
    const talk = await stage.mention('Why?');
    await expect.poll(() => talk.shown().join()).toContain('The sky is');
    (name === 'Slack' ? slack : discord).faults.plan(stage.writes.edit, refusals[name]);
    await talk.press('Stop');
    await expect.poll(() => talk.shown()).toEqual([expect.stringMatching(sentence)]);
    expect(talk.buttons()).toEqual(['Retry']);

    reka.play(streamed(['The sky is blue.']));
    await talk.press('Retry');
    await expect.poll(() => talk.shown().join()).toMatch(/^The sky is blue\./);
    expect(await ended(talk)).toHaveLength(1);
  });

  it('is followed by a sentence that says so where its message cannot be edited at all', async () => {
    const world = await startWorld();
    const { slack, discord, reka } = world;
    const stage = stages[name](world);
    (name === 'Slack' ? slack : discord).faults.plan(stage.writes.edit, { ...refusals[name], times: 1000 });
    reka.play(streamed(['The sky is ', 'blue.']));
    const talk = await stage.mention('Why?');
    await expect.poll(() => talk.shown().at(-1) ?? '').toMatch(sentence);
    expect(talk.shown()).toHaveLength(2);
    // There is nothing to retry: the answer is complete, only not to be seen.
    expect(talk.buttons()).toEqual([]);
  });
});

describe('an answer that Slack refuses for good where the bot is no member of the channel', () => {
  it('is replaced by a sentence below what was asked, with no more messages than the response URL takes', async () => {
    const world = await startWorld();
    const { slack, reka } = world;
    reka.play({ kind: 'answer', items: [{ text: 'The sky is blue.', delayMs: 300 }] });
    await slack.command({
      channel: slack.channels.random,
      user: slack.users.ada,
      command: '/research',
      text: 'Why?',
    });
    await expect.poll(() => slack.ephemerals(slack.users.ada).map(slackText).join()).toContain('Researching…');
    slack.faults.plan('response_url', refusals.Slack);
    const shown = () => slack.messages(slack.channels.random).filter(({ ephemeralTo }) => !ephemeralTo);
    await expect
      .poll(() => shown().map(slackText))
      .toEqual([expect.stringMatching(/asked: Why\?\n⚠️ The answer could not be shown here/)]);
  });
});
