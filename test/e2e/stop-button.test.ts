import { describe, expect, it } from 'vitest';
import { streamed } from './answers.ts';
import { ended, platforms, stages } from './stages.ts';
import { startWorld } from './world.ts';

const last = (shown: readonly string[]) => shown.at(-1) ?? '';
const beginning = { kind: 'answer', items: [{ text: 'The beginning' }], ending: 'hang' } as const;

describe.each(platforms)('the Stop button on %s', (platform) => {
  it('ends an answer with what it has, and the conversation goes on', async () => {
    const world = await startWorld();
    const stage = stages[platform](world);
    world.reka.play(beginning);
    const talk = await stage.mention('Tell me');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    expect(talk.buttons()).toEqual(['Stop']);
    await talk.press('Stop');
    await expect.poll(() => last(talk.shown())).toContain('Stopped. This is what had arrived until then.');
    expect(talk.shown()).toHaveLength(1);
    expect(last(talk.shown())).toMatch(/^The beginning\n/);
    await expect.poll(() => talk.buttons()).not.toContain('Stop');
    expect(stage.whispered()).toEqual([]);
    expect(await world.reka.requests[0]?.ended).toBe('disconnected');

    world.reka.play(streamed(['And then it ends.']));
    await talk.say('Go on');
    await expect.poll(() => talk.shown()).toHaveLength(2);
    expect(last(await ended(talk))).toContain('And then it ends.');
    expect(world.reka.requests.at(-1)?.body.messages.map(({ content }) => content)).toEqual([
      'Tell me',
      'The beginning',
      'Go on',
    ]);
  });

  it('ends a question that waits before it is asked', async () => {
    const world = await startWorld();
    const stage = stages[platform](world);
    world.reka.play(beginning);
    const talk = await stage.mention('First');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    await talk.say('Second');
    await expect.poll(() => last(talk.shown())).toContain('Waiting for the answer before this one');
    expect(talk.buttons()).toEqual(['Stop']);
    await talk.press('Stop');
    await expect.poll(() => last(talk.shown())).toContain('Stopped before the answer began.');
    expect(talk.shown()[0]).not.toContain('Stopped');
    await talk.press('Stop', { before: 1 });
    await expect.poll(() => talk.shown()[0]).toContain('Stopped. This is what had arrived until then.');
    expect(world.reka.requests).toHaveLength(1);
  });

  it('is not for others, who are told so alone, unless they may manage messages', async () => {
    const world = await startWorld();
    const stage = stages[platform](world);
    world.reka.play(beginning);
    const talk = await stage.mention('Tell me');
    await expect.poll(() => last(talk.shown())).toContain('The beginning');
    await talk.press('Stop', { by: 'grace' });
    await expect.poll(() => stage.whispered('grace')).toEqual([expect.stringContaining('Only the person who asked')]);
    expect(stage.whispered('ada')).toEqual([]);
    expect(last(talk.shown())).not.toContain('Stopped');
    stage.makeGraceModerator();
    await talk.press('Stop', { by: 'grace' });
    await expect.poll(() => last(talk.shown())).toContain('Stopped.');
    expect(stage.whispered('grace')).toHaveLength(1);
  });
});

it("Slack's own stop button stops an answer too, and goes when it has ended", async () => {
  const world = await startWorld();
  const { slack, reka } = world;
  const { ada } = slack.users;
  const { general } = slack.channels;
  reka.play(beginning);
  const { ts } = await slack.post({ channel: general, user: ada, text: '@footnote Tell me' });
  const shown = () => JSON.stringify(slack.thread(general, ts).at(-1)?.blocks);
  await expect.poll(shown).toContain('The beginning');
  expect(slack.session(general, ts)).toBe('processing');
  await slack.stopSession({ channel: general, threadTs: ts, user: ada });
  await expect.poll(shown).toContain('Stopped.');
  expect(shown()).toContain('The beginning');
  await expect.poll(() => slack.session(general, ts)).toBe('active');
});

it("Slack's own stop button goes also where a crash has left it", async () => {
  const { slack } = await startWorld();
  const { general } = slack.channels;
  const { ts } = await slack.post({ channel: general, user: slack.users.ada, text: 'before the crash' });
  const body = new URLSearchParams({ channel_id: general, thread_ts: ts, status: 'processing' });
  const headers = { authorization: `Bearer ${slack.botToken}` };
  await fetch(`${slack.apiUrl}agents.sessions.setStatus`, { method: 'POST', headers, body });
  expect(slack.session(general, ts)).toBe('processing');
  await slack.stopSession({ channel: general, threadTs: ts, user: slack.users.ada });
  await expect.poll(() => slack.session(general, ts)).toBe('active');
  expect(slack.ephemerals(slack.users.ada)).toEqual([]);
});

it("leaves no thread of Slack's at work when the bot is stopped", async () => {
  const world = await startWorld({ env: { DRAIN_MS: '0' } });
  const { slack, reka } = world;
  const { general } = slack.channels;
  reka.play(beginning);
  const { ts } = await slack.post({ channel: general, user: slack.users.ada, text: '@footnote Tell me' });
  await expect.poll(() => slack.session(general, ts)).toBe('processing');
  slack.faults.plan('agents.sessions.setStatus', { delayMs: 20 });
  await world.bot.stop();
  expect(slack.session(general, ts)).toBe('active');
});
