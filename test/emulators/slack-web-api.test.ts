import { webApi } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type SlackEmulator, type SlackEmulatorOptions, startSlackEmulator } from '../../emulators/slack/index.ts';
import { createSlackClient, refusal } from './slack-client.ts';

let slack: SlackEmulator;

async function connect(options?: SlackEmulatorOptions): Promise<webApi.WebClient> {
  slack = await startSlackEmulator({ rateLimits: false, ...options });
  return client(slack.botToken);
}

const client = (token: string) => createSlackClient(slack, token);

afterEach(() => slack.stop());

describe('tokens', () => {
  it('know the bot, and are refused when wrong, missing or of the other kind', async () => {
    const web = await connect();
    expect(await web.auth.test()).toMatchObject({
      user_id: slack.botUserId,
      bot_id: slack.botId,
      team_id: slack.teamId,
    });
    expect(await refusal(client('xoxb-wrong').auth.test())).toBe('invalid_auth');
    expect(await refusal(client('').auth.test())).toBe('not_authed');
    expect(await refusal(web.apps.connections.open())).toBe('not_allowed_token_type');
    expect(await refusal(client(slack.appToken).auth.test())).toBe('not_allowed_token_type');
    expect(await refusal(web.apiCall('chat.nothing'))).toBe('unknown_method');
  });

  it('may do what their scopes allow', async () => {
    const web = await connect({ scopes: ['chat:write'] });
    expect(await refusal(web.users.info({ user: slack.users.ada }))).toBe('missing_scope');
    expect(await refusal(web.chat.postMessage({ channel: slack.channels.general, text: 'hi' }))).toBeUndefined();
  });
});

describe('messages of the bot', () => {
  it('are posted, edited and deleted', async () => {
    const web = await connect();
    const channel = slack.channels.general;
    const { ts = '' } = await web.chat.postMessage({ channel, text: 'one' });
    expect(ts).toMatch(/^\d{10}\.\d{6}$/);
    await web.chat.postMessage({ channel, text: 'reply', thread_ts: ts });
    await web.chat.update({ channel, ts, text: 'two' });
    expect(slack.thread(channel, ts)).toMatchObject([
      { ts, text: 'two', edited: 1 },
      { threadTs: ts, text: 'reply', edited: 0 },
    ]);
    await web.chat.delete({ channel, ts });
    expect(slack.messages(channel)).toMatchObject([{ text: 'reply' }]);
    expect(slack.journal.entries.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
      'chat.postMessage ok',
      'chat.postMessage ok',
      'chat.update ok',
      'chat.delete ok',
    ]);
  });

  it('lose their blocks when they are edited with text alone', async () => {
    const web = await connect();
    const channel = slack.channels.general;
    const { ts = '' } = await web.chat.postMessage({
      channel,
      text: 'one',
      blocks: [{ type: 'markdown', text: '**one**' }],
    });
    expect(slack.messages(channel)[0]?.blocks).toEqual([{ type: 'markdown', text: '**one**' }]);
    await web.chat.update({ channel, ts, text: 'two' });
    expect(slack.messages(channel)[0]?.blocks).toEqual([]);
  });

  it('are seen as Markdown when that is what they are posted and edited with', async () => {
    const web = await connect();
    const channel = slack.channels.general;
    const { ts = '' } = await web.chat.postMessage({ channel, markdown_text: '**one** `<!here>`' });
    const seen = (text: string) => ({ text, blocks: [{ type: 'markdown', text }], pings: [] });
    expect(slack.messages(channel)).toMatchObject([seen('**one** `<!here>`')]);
    await web.chat.update({ channel, ts, markdown_text: '# two' });
    expect(slack.messages(channel)).toMatchObject([seen('# two')]);
  });

  it('have unique timestamps that rise, also when the clock stands still', async () => {
    const web = await connect({ now: () => 1_767_225_600_000 });
    const channel = slack.channels.general;
    const first = await web.chat.postMessage({ channel, text: 'one' });
    const second = await web.chat.postMessage({ channel, text: 'two' });
    expect([first.ts, second.ts]).toEqual(['1767225600.000100', '1767225600.000200']);
  });

  it('are read back with their replies and metadata', async () => {
    const web = await connect();
    const channel = slack.channels.general;
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: 'question' });
    const metadata = { event_type: 'reply', event_payload: { run: '1' } };
    for (const text of ['a', 'b', 'c']) await web.chat.postMessage({ channel, thread_ts: ts, text, metadata });
    const page = await web.conversations.replies({ channel, ts, limit: 2, include_all_metadata: true });
    expect(page.messages).toMatchObject([
      { text: 'question', reply_count: 3 },
      { text: 'a', metadata },
    ]);
    expect(page.has_more).toBe(true);
    const cursor = page.response_metadata?.next_cursor ?? '';
    const rest = await web.conversations.replies({ channel, ts, limit: 2, cursor });
    expect(rest.messages?.map(({ text }) => text)).toEqual(['b', 'c']);
    const newest = rest.messages?.at(-1)?.ts ?? '';
    const late = await web.conversations.replies({ channel, ts, oldest: newest, inclusive: true });
    expect(late.messages?.map(({ text }) => text)).toEqual(['question', 'c']);
    const history = await web.conversations.history({ channel });
    expect(history.messages?.map(({ text }) => text)).toEqual(['question']);
  });

  it('are seen by one person alone when they are ephemeral', async () => {
    const web = await connect();
    const channel = slack.channels.general;
    await web.chat.postEphemeral({ channel, user: slack.users.ada, text: 'psst' });
    expect(slack.ephemerals(slack.users.ada)).toMatchObject([{ text: 'psst', channel }]);
    expect(slack.ephemerals(slack.users.grace)).toEqual([]);
    expect((await web.conversations.history({ channel })).messages).toEqual([]);
  });

  it('tell listeners of every change', async () => {
    const web = await connect();
    const seen: string[] = [];
    const stopListening = slack.onChange((change) => seen.push(change.type));
    const channel = slack.channels.general;
    const { ts = '' } = await web.chat.postMessage({ channel, text: 'one' });
    await web.assistant.threads.setStatus({ channel_id: channel, thread_ts: ts, status: 'thinking' });
    await web.chat.update({ channel, ts, text: 'two' });
    await web.chat.delete({ channel, ts });
    stopListening();
    await web.chat.postMessage({ channel, text: 'unseen' });
    expect(seen).toEqual(['message', 'status', 'message', 'removed']);
  });
});

describe('places that the bot is no member of', () => {
  it('are refused by name when they are public, and unknown when they are private', async () => {
    const web = await connect();
    const post = (channel: string) => refusal(web.chat.postMessage({ channel, text: 'x' }));
    expect(await post(slack.channels.random)).toBe('not_in_channel');
    slack.setChannel(slack.channels.random, { botIsMember: true });
    expect(await post(slack.channels.random)).toBeUndefined();
    slack.setChannel(slack.channels.lab, { botIsMember: false });
    expect(await post(slack.channels.lab)).toBe('channel_not_found');
  });

  it('take posts when they are public and chat:write.public is granted', async () => {
    const web = await connect({ scopes: ['chat:write', 'chat:write.public'] });
    expect(await refusal(web.chat.postMessage({ channel: slack.channels.random, text: 'x' }))).toBeUndefined();
  });
});

describe('what a post does to people', () => {
  it('is recorded, also when an edit takes it back', async () => {
    const web = await connect();
    const channel = slack.channels.general;
    const { ts = '' } = await web.chat.postMessage({
      channel,
      text: 'see https://a.example <!here>',
      unfurl_links: false,
    });
    await web.chat.update({ channel, ts, text: 'never mind' });
    expect(slack.messages(channel)).toMatchObject([{ pings: ['<!here>'], unfurls: ['https://a.example'] }]);
    await web.chat.postMessage({ channel, text: 'https://a.example', unfurl_links: false, unfurl_media: false });
    expect(slack.messages(channel)[1]).toMatchObject({ pings: [], unfurls: [] });
  });
});

describe('response URLs', () => {
  async function commandUrl(): Promise<string> {
    const { ada } = slack.users;
    const input = { channel: slack.channels.general, user: ada, command: '/research', text: '' };
    return (await slack.command(input)).responseUrl;
  }
  const respond = (url: string, body: object) =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  it('work five times', async () => {
    await connect();
    const url = await commandUrl();
    const statuses: number[] = [];
    for (const text of ['1', '2', '3', '4', '5', '6']) statuses.push((await respond(url, { text })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(slack.responses).toHaveLength(5);
    expect(slack.journal.of('response_url').at(-1)?.outcome).toBe('used_url');
  });

  it('work for half an hour', async () => {
    let now = 1_767_225_600_000;
    await connect({ now: () => now });
    const url = await commandUrl();
    now += 30 * 60_000;
    expect((await respond(url, { text: 'in time' })).status).toBe(200);
    now += 1;
    expect(await (await respond(url, { text: 'too late' })).json()).toEqual({ ok: false, error: 'expired_url' });
  });

  it('of a command have no original message to replace', async () => {
    await connect();
    const url = await commandUrl();
    const before = slack.ephemerals(slack.users.ada).length;
    await respond(url, { text: 'working' });
    await respond(url, { text: 'done', replace_original: true });
    expect(
      slack
        .ephemerals(slack.users.ada)
        .slice(before)
        .map(({ text }) => text),
    ).toEqual(['working', 'done']);
  });
});

describe('planned faults', () => {
  it('answer 429 with a wait, as often as planned', async () => {
    const web = await connect();
    slack.faults.plan('chat.postMessage', { retryAfterSeconds: 7, times: 2 });
    const post = () => web.chat.postMessage({ channel: slack.channels.general, text: 'x' });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    await expect(post()).rejects.toBeInstanceOf(webApi.WebAPIRateLimitedError);
    await expect(post()).resolves.toMatchObject({ ok: true });
    const outcomes = slack.journal.of('chat.postMessage').map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['fault:ratelimited', 'fault:ratelimited', 'ok']);
  });

  it('answer an error code or a status', async () => {
    const web = await connect();
    const post = () => web.chat.postMessage({ channel: slack.channels.general, text: 'x' });
    slack.faults.plan('chat.postMessage', { error: 'token_revoked' });
    slack.faults.plan('chat.postMessage', { status: 503 });
    expect(await refusal(post())).toBe('token_revoked');
    await expect(post()).rejects.toMatchObject({ statusCode: 503 });
    expect(slack.messages(slack.channels.general)).toEqual([]);
  });

  it('cut the connection before or after the message was posted', async () => {
    const web = await connect();
    const post = (text: string) => web.chat.postMessage({ channel: slack.channels.general, text });
    slack.faults.plan('chat.postMessage', { cut: 'before' });
    slack.faults.plan('chat.postMessage', { cut: 'after' });
    await expect(post('lost')).rejects.toBeInstanceOf(webApi.WebAPIRequestError);
    await expect(post('applied')).rejects.toBeInstanceOf(webApi.WebAPIRequestError);
    expect(slack.messages(slack.channels.general)).toMatchObject([{ text: 'applied' }]);
  });
});

describe('delivery over sockets', () => {
  async function openSocket(onFrame: (frame: string, socket: WebSocket) => void): Promise<void> {
    const { url } = await client(slack.appToken).apps.connections.open();
    const socket = new WebSocket(url ?? '');
    await new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        const frame = String(data);
        if (frame.includes('"type":"hello"')) resolve();
        else onFrame(frame, socket);
      });
    });
  }
  const ackOf = (frame: string) => JSON.stringify({ envelope_id: /"envelope_id":"([^"]+)"/.exec(frame)?.[1] });

  it('sends an event again that was not acknowledged in time', async () => {
    await connect({ ackTimeoutMs: 10 });
    await openSocket((frame, socket) => {
      if (frame.includes('"retry_attempt":1')) socket.send(ackOf(frame));
    });
    await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote hello' });
    await expect
      .poll(() => slack.deliveries.map(({ retryAttempt, outcome }) => [retryAttempt, outcome]))
      .toEqual([
        [0, 'late'],
        [1, 'acked'],
      ]);
    expect(slack.deliveries[0]?.eventId).toBe(slack.deliveries[1]?.eventId);
  });

  it('sends each event to one of several sockets', async () => {
    await connect();
    const heard: number[] = [];
    for (const number of [1, 2]) {
      await openSocket((frame, socket) => {
        heard.push(number);
        socket.send(ackOf(frame));
      });
    }
    expect(slack.sockets).toBe(2);
    for (const text of ['a', 'b', 'c', 'd']) {
      await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: `@footnote ${text}` });
    }
    await expect.poll(() => heard.toSorted()).toEqual([1, 1, 2, 2]);
  });

  it('refuses a link that was used before', async () => {
    await connect();
    const { url = '' } = await client(slack.appToken).apps.connections.open();
    const first = new WebSocket(url);
    await new Promise((resolve) => first.once('open', resolve));
    const second = new WebSocket(url);
    const error = await new Promise<Error>((resolve) => second.once('error', resolve));
    expect(error.message).toContain('403');
  });
});

describe('what Slack shows while the bot works', () => {
  it('is a status that goes away with a message, or after two minutes', async () => {
    let now = 1_767_225_600_000;
    const web = await connect({ now: () => now });
    const channel = slack.dm(slack.users.ada);
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: 'question' });
    const setStatus = () =>
      web.assistant.threads.setStatus({ channel_id: channel, thread_ts: ts, status: 'is thinking' });
    await setStatus();
    expect(slack.status(channel, ts)).toBe('is thinking');
    now += 2 * 60_000;
    expect(slack.status(channel, ts)).toBeUndefined();
    await setStatus();
    await web.chat.postMessage({ channel, thread_ts: ts, text: 'answer' });
    expect(slack.status(channel, ts)).toBeUndefined();
  });
});
