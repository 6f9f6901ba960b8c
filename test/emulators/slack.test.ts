import type { App } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import type { SlackEmulatorOptions } from '../../emulators/slack/index.ts';
import { type Rig, startHttpRig, startSocketRig } from './slack-app.ts';

let rig: Rig | undefined;

async function socketRig(listen: (app: App) => void, options?: SlackEmulatorOptions): Promise<Rig> {
  rig = await startSocketRig(listen, options);
  return rig;
}

afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

describe('a Bolt app in Socket Mode', () => {
  it('gets a mention and answers in its thread', async () => {
    const { slack } = await socketRig((app) => {
      app.event('app_mention', async ({ event, say }) => {
        await say({ text: `You said: ${event.text}`, thread_ts: event.ts });
      });
    });
    expect(slack.sockets).toBe(1);

    const { ts } = await slack.post({
      channel: slack.channels.general,
      user: slack.users.ada,
      text: '@footnote a & b?',
    });

    await expect.poll(() => slack.thread(slack.channels.general, ts)).toHaveLength(2);
    expect(slack.thread(slack.channels.general, ts)[1]).toMatchObject({
      threadTs: ts,
      user: slack.botUserId,
      botId: slack.botId,
      text: `You said: <@${slack.botUserId}> a &amp; b?`,
    });
  });

  it('hears nothing of a channel that it is not a member of, and nothing that does not mention it', async () => {
    const heard: string[] = [];
    const { slack } = await socketRig((app) => {
      app.event('app_mention', async ({ event }) => void heard.push(event.text));
      app.event('message', async ({ event }) => void heard.push(event.type));
    });
    await slack.post({ channel: slack.channels.random, user: slack.users.ada, text: '@footnote hello' });
    await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: 'hello' });
    await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote last' });
    await expect.poll(() => heard).toEqual([`<@${slack.botUserId}> last`]);
    expect(slack.deliveries).toHaveLength(1);
  });

  it('gets every channel message when it is subscribed to them', async () => {
    const heard: unknown[] = [];
    const { slack } = await socketRig(
      (app) => {
        app.event('message', async ({ event }) => void heard.push(event));
      },
      { subscriptions: ['message.channels'] },
    );
    await slack.post({ channel: slack.channels.general, user: slack.users.grace, text: 'hello' });
    await expect
      .poll(() => heard)
      .toMatchObject([{ type: 'message', channel_type: 'channel', text: 'hello', user: slack.users.grace }]);
  });

  it('gets a direct message that mentions it twice, as two event types', async () => {
    const heard: string[] = [];
    const { slack } = await socketRig((app) => {
      app.event('app_mention', async ({ event }) => void heard.push(`app_mention ${event.ts}`));
      app.event('message', async ({ event }) => void heard.push(`message ${event.ts} ${event.channel_type}`));
    });
    const { ts } = await slack.post({ channel: slack.dm('U0ADA0001'), user: 'U0ADA0001', text: '@footnote hello' });
    await expect.poll(() => heard.toSorted()).toEqual([`app_mention ${ts}`, `message ${ts} im`]);
    const ids = slack.deliveries.map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(2);
  });

  it('is told of its own posts and edits in a direct-message channel', async () => {
    const heard: unknown[] = [];
    const { slack, app } = await socketRig((bolt) => {
      bolt.event('message', async ({ event }) => void heard.push(event));
    });
    const channel = slack.dm(slack.users.ada);
    const posted = await app.client.chat.postMessage({ channel, text: 'one' });
    await app.client.chat.update({ channel, ts: posted.ts ?? '', text: 'two' });
    await expect.poll(() => slack.deliveries.map(({ outcome }) => outcome)).toEqual(['acked', 'acked']);
    // Bolt hides the first one by itself (ignoreSelf); the edit has no user at its top and comes through.
    expect(heard).toMatchObject([{ subtype: 'message_changed', message: { bot_id: slack.botId, text: 'two' } }]);
  });

  it('is told of what a person edits and deletes, of a mention again, and of a root with replies as a tombstone', async () => {
    const heard: unknown[] = [];
    const { slack } = await socketRig(
      (bolt) => {
        bolt.event('message', async ({ event }) => void heard.push(event));
        bolt.event('app_mention', async ({ event }) => void heard.push(event));
      },
      { subscriptions: ['app_mention', 'message.channels'] },
    );
    const { general: channel } = slack.channels;
    const { ada: user } = slack.users;
    const { ts } = await slack.post({ channel, user, text: 'one' });
    await slack.editMessage({ channel, ts, text: '@footnote two' });
    const reply = await slack.post({ channel, user, text: 'reply', threadTs: ts });
    await slack.deleteMessage({ channel, ts });
    await slack.deleteMessage({ channel, ts: reply.ts });
    const previous = { ts, user, text: `<@${slack.botUserId}> two` };
    await expect.poll(() => heard).toHaveLength(6);
    expect(heard).toMatchObject([
      { text: 'one' },
      { subtype: 'message_changed', message: { ...previous, edited: { user } }, previous_message: { text: 'one' } },
      { type: 'app_mention', ...previous, edited: { user } },
      { text: 'reply' },
      { subtype: 'message_changed', message: { subtype: 'tombstone', ts, thread_ts: ts }, previous_message: previous },
      { subtype: 'message_deleted', deleted_ts: reply.ts, previous_message: { text: 'reply' } },
    ]);
  });

  it('acknowledges a command with words, and responds to it later', async () => {
    const { slack } = await socketRig((app) => {
      app.command('/research', async ({ command, ack, respond }) => {
        await ack(`Looking into ${command.text}`);
        await respond({ text: 'Found it', response_type: 'in_channel', unfurl_links: false, unfurl_media: false });
      });
    });
    const result = await slack.command({
      channel: slack.channels.random,
      user: slack.users.ada,
      command: '/research',
      text: 'tea',
    });
    expect(result.error).toBeUndefined();
    expect(result.payload).toEqual({ text: 'Looking into tea' });
    expect(slack.ephemerals(slack.users.ada)).toMatchObject([{ text: 'Looking into tea' }]);
    await expect.poll(() => slack.responses).toHaveLength(2);
    expect(slack.messages(slack.channels.random)).toMatchObject([
      { text: 'Looking into tea', ephemeralTo: slack.users.ada },
      { text: 'Found it', ephemeralTo: undefined },
    ]);
  });

  it('shows that a command failed when it is not acknowledged in time', async () => {
    const { slack } = await socketRig((app) => void app.command('/research', async () => undefined), {
      ackTimeoutMs: 20,
    });
    const input = { channel: slack.channels.general, user: slack.users.ada, command: '/research', text: 'tea' };
    expect(await slack.command(input)).toMatchObject({ error: 'operation_timeout' });
    expect(slack.ephemerals(slack.users.ada)[0]?.text).toContain('operation_timeout');
  });

  it('gets the click on a button and replaces the message', async () => {
    const { slack, app } = await socketRig((bolt) => {
      bolt.action('stop', async ({ ack, respond, action }) => {
        await ack();
        const value = 'value' in action ? action.value : undefined;
        await respond({ replace_original: true, text: `Stopped ${value}` });
      });
    });
    const posted = await app.client.chat.postMessage({
      channel: slack.channels.general,
      text: 'Working',
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: 'Working' } },
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'stop', value: 'run-1', text: { type: 'plain_text', text: 'Stop' } }],
        },
      ],
    });
    const ts = posted.ts ?? '';
    const result = await slack.click({
      channel: slack.channels.general,
      ts,
      user: slack.users.grace,
      actionId: 'stop',
    });
    expect(result.error).toBeUndefined();
    await expect
      .poll(() => slack.messages(slack.channels.general))
      .toMatchObject([{ ts, text: 'Stopped run-1', blocks: [], edited: 1 }]);
    await expect(
      slack.click({ channel: slack.channels.general, ts, user: slack.users.grace, actionId: 'stop' }),
    ).rejects.toThrow('no button');
  });

  it('gets the click on what one person alone sees from that person only', async () => {
    const { slack, app } = await socketRig((bolt) => bolt.action('stop', async ({ ack }) => ack()));
    const { general: channel } = slack.channels;
    const { ada, grace } = slack.users;
    const button = { type: 'button', action_id: 'stop', text: { type: 'plain_text', text: 'Stop' } } as const;
    const blocks = [{ type: 'actions', elements: [button] }] as const;
    await app.client.chat.postEphemeral({ channel, user: ada, text: 'Working', blocks: [...blocks] });
    const ts = slack.ephemerals(ada)[0]?.ts ?? '';
    await expect(slack.click({ channel, ts, user: grace, actionId: 'stop' })).rejects.toThrow('does not see');
    expect((await slack.click({ channel, ts, user: ada, actionId: 'stop' })).error).toBeUndefined();
  });

  it('gets a redelivered event with its first event id and a retry marker', async () => {
    const heard: unknown[] = [];
    const { slack } = await socketRig((app) => {
      app.event('app_mention', async ({ event, body, context }) => {
        heard.push({ ts: event.ts, id: body.event_id, retry: context.retryNum });
      });
    });
    const { ts } = await slack.post({
      channel: slack.channels.general,
      user: slack.users.ada,
      text: '@footnote hello',
    });
    await slack.redeliver(ts);
    const id = slack.deliveries[0]?.eventId;
    await expect
      .poll(() => heard)
      .toEqual([
        { ts, id, retry: 0 },
        { ts, id, retry: 1 },
      ]);
  });

  it('connects anew when it is asked to, and then gets what happened in between', async () => {
    const heard: unknown[] = [];
    const { slack } = await socketRig((app) => {
      app.event('app_mention', async ({ event, context }) => void heard.push([event.ts, context.retryNum]));
    });
    slack.disconnect();
    await expect.poll(() => slack.sockets).toBe(0);
    const { ts } = await slack.post({
      channel: slack.channels.general,
      user: slack.users.ada,
      text: '@footnote hello',
    });
    await expect.poll(() => heard).toEqual([[ts, 1]]);
    expect(slack.sockets).toBe(1);
    expect(slack.journal.of('apps.connections.open')).toHaveLength(2);
  });
});

describe('a Bolt app behind a request URL', () => {
  it('gets signed mentions, commands and clicks', async () => {
    rig = await startHttpRig((app) => {
      app.event('app_mention', async ({ event, say }) => {
        const elements = [
          { type: 'button' as const, action_id: 'more', text: { type: 'plain_text' as const, text: 'More' } },
        ];
        await say({ text: 'Hello', thread_ts: event.ts, blocks: [{ type: 'actions', elements }] });
      });
      app.command('/research', async ({ ack }) => void (await ack({ text: 'Yes', response_type: 'in_channel' })));
      app.action('more', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'More', replace_original: false });
      });
    });
    const { slack } = rig;
    const channel = slack.channels.general;
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: '@footnote hello' });
    await expect.poll(() => slack.thread(channel, ts)).toHaveLength(2);
    const reply = slack.thread(channel, ts)[1]?.ts ?? '';

    await slack.command({ channel, user: slack.users.ada, command: '/research', text: '' });
    expect(slack.messages(channel)[2]).toMatchObject({ text: 'Yes', ephemeralTo: undefined });

    await slack.click({ channel, ts: reply, user: slack.users.grace, actionId: 'more' });
    await expect.poll(() => slack.ephemerals(slack.users.grace)).toMatchObject([{ text: 'More' }]);
    await expect.poll(() => slack.deliveries.every(({ outcome }) => outcome === 'acked')).toBe(true);
  });
});
