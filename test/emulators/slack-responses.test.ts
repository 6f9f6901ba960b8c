import { webApi } from '@slack/bolt';
import { describe, expect, it } from 'vitest';
import { methodRates } from '../../emulators/slack/rate-limits.ts';
import { createSlackClient } from './slack-client.ts';
import { setScene } from './slack-scene.ts';

describe('every method of the emulator', () => {
  it.each(Object.keys(methodRates))("exists in Slack's own client: %s", (method) => {
    const found = method
      .split('.')
      .reduce<unknown>(
        (node, name) => Object.entries(Object(node)).find(([key]) => key === name)?.[1],
        new webApi.WebClient(),
      );
    expect(found).toBeTypeOf('function');
  });

  it.each(Object.keys(methodRates))('is known to the emulator: %s', async (method) => {
    const { web, slack } = await setScene();
    await web.apiCall(method).catch(() => undefined);
    expect(slack.journal.of(method).at(-1)?.outcome).not.toBe('unknown_method');
  });
});

describe("the answers have what the SDK's types promise", () => {
  it('of the connection', async () => {
    const { web, slack } = await setScene();
    const test: webApi.AuthTestResponse = await web.auth.test();
    const { team_id, user_id, bot_id, team, user, url } = test;
    expect({ team_id, user_id, bot_id }).toEqual({
      team_id: slack.teamId,
      user_id: slack.botUserId,
      bot_id: slack.botId,
    });
    expect([typeof team, typeof user, url]).toEqual(['string', 'string', `${slack.url}/`]);
    const opened: webApi.AppsConnectionsOpenResponse = await createSlackClient(
      slack,
      slack.appToken,
    ).apps.connections.open();
    expect(opened.url).toMatch(/^ws:/);
  });

  it('of messages', async () => {
    const { web, slack, channel, root, advance } = await setScene();
    advance(1_000);
    const posted: webApi.ChatPostMessageResponse = await web.chat.postMessage({
      channel,
      thread_ts: root,
      text: 'one',
      unfurl_links: false,
      unfurl_media: false,
      blocks: [{ type: 'markdown', text: '**one**' }],
    });
    const { ts = '', message } = posted;
    expect(ts).toMatch(/^\d{10}\.\d{6}$/);
    expect(posted.channel).toBe(channel);
    const { type, text, user, bot_id, app_id, team, thread_ts, blocks, bot_profile } = message ?? {};
    expect({ type, text, user, bot_id, app_id, team, thread_ts, ts: message?.ts }).toEqual({
      type: 'message',
      text: 'one',
      user: slack.botUserId,
      bot_id: slack.botId,
      app_id: slack.appId,
      team: slack.teamId,
      thread_ts: root,
      ts,
    });
    expect(blocks).toHaveLength(1);
    expect(bot_profile?.id).toBe(slack.botId);

    const updated: webApi.ChatUpdateResponse = await web.chat.update({ channel, ts, text: 'two' });
    expect([updated.channel, updated.ts, updated.text, updated.message?.text]).toEqual([channel, ts, 'two', 'two']);
    const whispered: webApi.ChatPostEphemeralResponse = await web.chat.postEphemeral({
      channel,
      user: slack.users.ada,
      text: 'psst',
    });
    expect(whispered.message_ts).toMatch(/^\d{10}\.\d{6}$/);
    const reacted: webApi.ReactionsAddResponse = await web.reactions.add({
      channel,
      timestamp: ts,
      name: 'eyes',
    });
    expect(reacted.ok).toBe(true);
    const deleted: webApi.ChatDeleteResponse = await web.chat.delete({ channel, ts });
    expect([deleted.channel, deleted.ts]).toEqual([channel, ts]);
  });

  it('of streams, statuses and sessions', async () => {
    const { web, slack, channel, root } = await setScene();
    const started: webApi.ChatStartStreamResponse = await web.chat.startStream({
      channel,
      thread_ts: root,
      recipient_team_id: slack.teamId,
      recipient_user_id: slack.users.ada,
    });
    const { ts = '' } = started;
    expect([started.channel, ts]).toEqual([channel, expect.stringMatching(/^\d{10}\.\d{6}$/)]);
    const appended: webApi.ChatAppendStreamResponse = await web.chat.appendStream({
      channel,
      ts,
      markdown_text: 'one',
    });
    expect([appended.channel, appended.ts]).toEqual([channel, ts]);
    const stopped: webApi.ChatStopStreamResponse = await web.chat.stopStream({ channel, ts });
    const { message } = stopped;
    expect([stopped.channel, stopped.ts, message?.text, message?.thread_ts]).toEqual([channel, ts, 'one', root]);
    expect([message?.user, message?.bot_id, message?.streaming_state]).toEqual([
      slack.botUserId,
      slack.botId,
      'completed',
    ]);

    const place = { channel_id: channel, thread_ts: root };
    const status: webApi.AssistantThreadsSetStatusResponse = await web.assistant.threads.setStatus({
      ...place,
      status: 'is thinking',
    });
    expect(status.ok).toBe(true);
    const session: webApi.AgentsSessionsSetStatusResponse = await web.agents.sessions.setStatus({
      ...place,
      status: 'processing',
      title: 'Tea',
    });
    expect([session.status, session.agent_status, session.title]).toEqual(['processing', 'processing', 'Tea']);
    const renamed: webApi.AgentsSessionsRenameResponse = await web.agents.sessions.rename({
      ...place,
      title: 'Coffee',
    });
    expect(renamed.title).toBe('Coffee');
  });

  it('of conversations and people', async () => {
    const { web, slack, channel, root, post } = await setScene();
    const metadata = { event_type: 'reply', event_payload: { run: '1' } };
    const ts = await post({ text: 'reply', thread_ts: root, metadata });
    const replies: webApi.ConversationsRepliesResponse = await web.conversations.replies({
      channel,
      ts: root,
      include_all_metadata: true,
    });
    const [first, second] = replies.messages ?? [];
    expect([first?.ts, first?.user, first?.text, first?.reply_count, first?.latest_reply]).toEqual([
      root,
      slack.users.ada,
      'question',
      1,
      ts,
    ]);
    expect([second?.thread_ts, second?.parent_user_id, second?.metadata]).toEqual([root, slack.users.ada, metadata]);
    expect(replies.has_more).toBe(false);
    const history: webApi.ConversationsHistoryResponse = await web.conversations.history({ channel });
    expect(history.messages?.map((message) => message.text)).toEqual(['mine', 'question']);
    const info: webApi.ConversationsInfoResponse = await web.conversations.info({ channel });
    const { id, name, is_member, is_private, is_archived, is_im } = info.channel ?? {};
    expect({ id, name, is_member, is_private, is_archived, is_im }).toEqual({
      id: channel,
      name: 'general',
      is_member: true,
      is_private: false,
      is_archived: false,
      is_im: false,
    });
    const opened: webApi.ConversationsOpenResponse = await web.conversations.open({ users: slack.users.ada });
    expect(opened.channel?.id).toBe(slack.dm(slack.users.ada));
    const person: webApi.UsersInfoResponse = await web.users.info({ user: slack.users.ada });
    expect(person.user?.is_admin).toBe(false);
    slack.setAdmin(slack.users.ada, true);
    expect((await web.users.info({ user: slack.users.ada })).user?.is_admin).toBe(true);
    const { real_name, is_bot, tz, profile } = person.user ?? {};
    expect([person.user?.id, real_name, is_bot, tz, profile?.real_name]).toEqual([
      slack.users.ada,
      'Ada',
      false,
      'Europe/London',
      'Ada',
    ]);
  });

  it('of files', async () => {
    const { web, channel } = await setScene();
    const asked: webApi.FilesGetUploadURLExternalResponse = await web.files.getUploadURLExternal({
      filename: 'answer.md',
      length: 8,
    });
    const { upload_url = '', file_id = '' } = asked;
    expect((await fetch(upload_url, { method: 'POST', body: '# Answer' })).status).toBe(200);
    const shared: webApi.FilesCompleteUploadExternalResponse = await web.files.completeUploadExternal({
      channel_id: channel,
      files: [{ id: file_id, title: 'Answer' }],
    });
    const [file] = shared.files ?? [];
    expect([file?.id, file?.title, file?.name, file?.size]).toEqual([file_id, 'Answer', 'answer.md', 8]);
  });

  it('of a refusal', async () => {
    const { web } = await setScene({ scopes: ['chat:write'] });
    const refused = web.users.info({ user: 'U0ADA0001' });
    await expect(refused).rejects.toMatchObject({
      data: { ok: false, error: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
    });
  });
});
