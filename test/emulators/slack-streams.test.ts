import { describe, expect, it } from 'vitest';
import { connectApp } from './slack-app.ts';
import { setScene } from './slack-scene.ts';

const text = (words: string) => ({ type: 'markdown_text' as const, text: words });
const task = (id: string, status: 'in_progress' | 'complete') => ({
  type: 'task_update' as const,
  id,
  title: `Search ${id}`,
  status,
});

describe('a stream', () => {
  it('grows in the thread until it is stopped', async () => {
    const { slack, web, channel, root, stream } = await setScene();
    const ts = await stream({ chunks: [text('Hello ')] });
    await web.chat.appendStream({ channel, ts, chunks: [text('**world**')] });
    expect(slack.thread(channel, root)[1]).toMatchObject({ ts, text: 'Hello **world**', streaming: true });
    expect(slack.openStreams).toMatchObject([{ ts, channel, threadTs: root }]);
    await web.chat.stopStream({ channel, ts, chunks: [text('!')], blocks: [{ type: 'divider' }] });
    expect(slack.thread(channel, root)[1]).toMatchObject({
      streaming: false,
      blocks: [{ type: 'markdown', text: 'Hello **world**!' }, { type: 'divider' }],
    });
    expect(slack.openStreams).toEqual([]);
    expect(slack.violations).toEqual([]);
  });

  it('shows each task once, where it began, or all tasks in a plan', async () => {
    const { slack, web, channel, root, stream } = await setScene();
    for (const mode of ['timeline', 'plan']) {
      const ts = await stream({ chunks: [task('a', 'in_progress'), text('One')], task_display_mode: mode });
      await web.chat.appendStream({ channel, ts, chunks: [task('a', 'complete'), task('b', 'in_progress')] });
    }
    const [timeline, plan] = slack.thread(channel, root).slice(1);
    expect(timeline?.blocks).toMatchObject([
      { type: 'task_card', task_id: 'a', status: 'complete' },
      { type: 'markdown', text: 'One' },
      { type: 'task_card', task_id: 'b', status: 'in_progress' },
    ]);
    expect(plan?.blocks).toMatchObject([
      { type: 'plan', tasks: [{ task_id: 'a' }, { task_id: 'b' }] },
      { type: 'markdown', text: 'One' },
    ]);
  });

  it('needs no reader in a direct message', async () => {
    const { slack, web } = await setScene();
    const channel = slack.dm(slack.users.ada);
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: 'question' });
    await expect(web.chat.startStream({ channel, thread_ts: ts, markdown_text: 'Hello' })).resolves.toMatchObject({
      ok: true,
      channel,
    });
  });

  it("is written by the SDK's own streamer without a violation", async () => {
    const { slack, web, channel, root } = await setScene();
    const streamer = web.chatStream({
      channel,
      thread_ts: root,
      recipient_team_id: slack.teamId,
      recipient_user_id: slack.users.ada,
    });
    await streamer.append({ markdown_text: 'x'.repeat(300) });
    await streamer.append({ chunks: [task('a', 'complete')] });
    await streamer.stop({ markdown_text: 'end' });
    expect(slack.thread(channel, root)[1]?.text).toBe(`${'x'.repeat(300)}end`);
    expect(slack.violations).toEqual([]);
  });

  it('that calls people says so', async () => {
    const { slack, web, channel, root, stream } = await setScene();
    const ts = await stream({ chunks: [text('Hello <!he')] });
    expect(slack.violations).toEqual([]);
    await web.chat.appendStream({ channel, ts, chunks: [text('re> and <@U0ADA0001>')] });
    expect(slack.thread(channel, root)[1]?.pings).toEqual(['<!here>', '<@U0ADA0001>']);
    expect(slack.violations).toMatchObject([{ rule: 'liveMention', method: 'chat.appendStream' }]);
  });
});

describe('the session of a thread', () => {
  it('works while something streams, and is active afterwards', async () => {
    const { slack, web, channel, root, stream, advance } = await setScene();
    const ts = await stream();
    expect(slack.session(channel, root)).toBe('processing');
    await web.chat.stopStream({ channel, ts });
    expect(slack.session(channel, root)).toBe('active');
    const place = { channel_id: channel, thread_ts: root };
    const set = await web.agents.sessions.setStatus({ ...place, status: 'processing', title: 'Tea' });
    expect(set.warning).toBe('missing_agent_session_stopped_event_subscription');
    advance(59 * 60_000);
    expect(slack.session(channel, root)).toBe('processing');
    advance(60_000);
    expect(slack.session(channel, root)).toBe('active');
  });

  it('tells the app that a person stopped it, and with it its streams', async () => {
    const subscriptions = ['agent_session_stopped'];
    const { slack, web, channel, root, stream } = await setScene({ subscriptions });
    const heard: unknown[] = [];
    const app = await connectApp(slack, (bolt) => {
      bolt.event('agent_session_stopped', async ({ event }) => void heard.push(event));
    });
    const ts = await stream({ chunks: [text('Hel')] });
    await slack.stopSession({ channel, threadTs: root, user: slack.users.ada });
    const user = slack.users.ada;
    await expect.poll(() => heard).toMatchObject([{ channel, thread_ts: root, user, streaming_message_ts: [ts] }]);
    expect(slack.session(channel, root)).toBe('processing');
    await web.agents.sessions.setStatus({ channel_id: channel, thread_ts: root, status: 'active' });
    await expect(slack.stopSession({ channel, threadTs: root, user })).rejects.toThrow('no session');
    await app.stop();
  });
});

describe('an uploaded file', () => {
  it('is shown in the thread once it is shared', async () => {
    const { slack, web, channel, root } = await setScene();
    const content = '# Grüße';
    await web.files.uploadV2({
      channel_id: channel,
      thread_ts: root,
      filename: 'answer.md',
      title: 'Answer',
      content,
      initial_comment: 'All of it',
    });
    expect(slack.thread(channel, root)[1]).toMatchObject({
      text: 'All of it',
      subtype: 'file_share',
      files: [{ name: 'answer.md', title: 'Answer', content }],
    });
  });
});
