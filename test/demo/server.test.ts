import { once } from 'node:events';
import { get } from 'node:http';
import { createParser } from 'eventsource-parser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDiscordPane } from '../../demo/discord-pane.ts';
import type { BotState } from '../../demo/killable-bot.ts';
import { ActionError } from '../../demo/pane.ts';
import { type DemoServer, startDemoServer } from '../../demo/server.ts';
import { createSlackPane } from '../../demo/slack-pane.ts';
import { type DiscordEmulator, startDiscordEmulator } from '../../emulators/discord/index.ts';
import { type SlackEmulator, startSlackEmulator } from '../../emulators/slack/index.ts';

const message = z.object({
  id: z.string(),
  place: z.string(),
  root: z.string().optional(),
  author: z.string(),
  html: z.string(),
  warning: z.string().optional(),
});
const started = z.object({
  note: z.string(),
  state: z.string(),
  panes: z.array(z.object({ name: z.string(), messages: z.array(message) })),
});
const changed = z.object({ pane: z.string(), messages: z.array(message), removed: z.array(z.string()) });

/** A bot that is dead for good once it was killed. */
function aBot() {
  const listeners: (() => void)[] = [];
  let state: BotState = 'running';
  return {
    get state() {
      return state;
    },
    async kill() {
      if (state === 'killed') throw new ActionError('It is dead.');
      state = 'killed';
      for (const listener of listeners) listener();
    },
    onChange: (listener: () => void) => void listeners.push(listener),
  };
}

let slack: SlackEmulator;
let discord: DiscordEmulator;
let server: DemoServer;
let leave: AbortController;

beforeEach(async () => {
  [slack, discord] = await Promise.all([startSlackEmulator({ ackTimeoutMs: 20 }), startDiscordEmulator()]);
  server = await startDemoServer({
    panes: [createSlackPane(slack), createDiscordPane(discord)],
    note: 'Prepared.',
    bot: aBot(),
  });
  leave = new AbortController();
});
afterEach(async () => {
  leave.abort();
  await Promise.all([server.close(), slack.stop(), discord.stop()]);
});

/** What a page that was just opened is told, now and later. */
async function openPage() {
  const starts: z.output<typeof started>[] = [];
  const changes: z.output<typeof changed>[] = [];
  const states: string[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event === 'start') starts.push(started.parse(JSON.parse(data)));
      else if (event === 'bot') states.push(z.object({ state: z.string() }).parse(JSON.parse(data)).state);
      else changes.push(changed.parse(JSON.parse(data)));
    },
  });
  const response = await fetch(`${server.url}/events`, { signal: leave.signal });
  const reading = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }));
  };
  reading().catch(() => undefined);
  await expect.poll(() => starts.length).toBe(1);
  return { start: () => starts[0], seen: () => changes.flatMap(({ messages }) => messages), changes, states };
}

function act(action: object, headers: Record<string, string> = {}) {
  return fetch(`${server.url}/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(action),
  });
}

describe('the demo page', () => {
  it('shows what one says and what the bot answers and edits, on both sides', async () => {
    const page = await openPage();
    expect(page.start()?.note).toBe('Prepared.');
    const { general } = slack.channels;
    await act({ do: 'say', pane: 'slack', place: general, text: '@footnote hello' });
    await act({ do: 'say', pane: 'discord', place: discord.channels.general, text: '@footnote hello' });
    await expect
      .poll(() => page.seen().map(({ author, html }) => [author, html]))
      .toEqual([
        ['Ada', '<p><span class="mention">@Footnote</span> hello</p>'],
        ['Ada', '<p><span class="mention">@Footnote</span> hello</p>'],
      ]);

    const [question] = slack.messages(general);
    const posted = await callSlack('chat.postMessage', { channel: general, thread_ts: question?.ts, text: 'one' });
    await expect
      .poll(() => page.seen().at(-1))
      .toMatchObject({ author: 'Footnote', root: question?.ts, html: '<p>one</p>' });
    await callSlack('chat.update', { channel: general, ts: posted.ts, text: '*two*' });
    await expect.poll(() => page.seen().at(-1)).toMatchObject({ id: posted.ts, html: '<p><strong>two</strong></p>' });
    await callSlack('chat.delete', { channel: general, ts: posted.ts });
    await expect.poll(() => page.changes.at(-1)?.removed).toEqual([posted.ts]);
  });

  it('shows whom a careless bot would have notified', async () => {
    const page = await openPage();
    await callSlack('chat.postMessage', { channel: slack.channels.general, text: `<!here> <@${slack.users.grace}>` });
    await expect.poll(() => page.seen().at(-1)?.warning).toBe('This message would have notified @here, @Grace.');
  });

  it('shows the same conversation after a reload', async () => {
    await act({ do: 'say', pane: 'slack', place: slack.dm(slack.users.ada), text: 'still there?' });
    const page = await openPage();
    expect(page.start()?.panes[0]?.messages.map(({ html }) => html)).toEqual(['<p>still there?</p>']);
  });

  it('kills the bot, and tells every page that is open and that opens', async () => {
    const page = await openPage();
    expect(page.start()?.state).toBe('running');
    expect((await act({ do: 'kill' })).status).toBe(204);
    await expect.poll(() => page.states).toEqual(['killed']);
    expect((await openPage()).start()?.state).toBe('killed');
    expect(await (await act({ do: 'kill' })).json()).toEqual({ error: 'It is dead.' });
  });

  it('says in plain words why something did not work', async () => {
    const place = slack.channels.general;
    const { ts } = await slack.post({ channel: place, user: slack.users.ada, text: 'root' });
    const inThread = await act({ do: 'say', pane: 'slack', place, thread: ts, text: '/research x' });
    expect(await inThread.json()).toEqual({
      error: 'Slack has no commands in threads. Send /research in the channel.',
    });
    const unknown = await act({ do: 'say', pane: 'discord', place: discord.channels.general, text: '/nothing' });
    expect(await unknown.json()).toEqual({ error: '/nothing is not a command here. Try /research or /reigent.' });
  });

  it('shows that a command did not reach the bot', async () => {
    const page = await openPage();
    await act({ do: 'say', pane: 'slack', place: slack.channels.general, text: '/research x' });
    await expect
      .poll(() => page.seen().at(-1))
      .toMatchObject({ author: 'Slackbot', html: expect.stringContaining('/research failed') });
  });

  it('lets nothing else in: no scripts from elsewhere, no requests of other sites, no other names for this machine', async () => {
    const page = await fetch(server.url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(await page.text()).not.toMatch(/<script(?![^>]*src="\/)|style=|https?:\/\/(?!www\.w3\.org)/);
    const action = { do: 'say', pane: 'slack', place: slack.channels.general, text: 'hello' };
    expect((await act(action, { 'content-type': 'text/plain' })).status).toBe(415);
    const [response] = await once(get(server.url, { headers: { host: 'rebound.example' } }), 'response');
    expect(response).toMatchObject({ statusCode: 403 });
    expect((await fetch(`${server.url}/main.ts`)).status).toBe(404);
    expect(slack.messages(slack.channels.general)).toEqual([]);
  });
});

async function callSlack(method: string, args: object) {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  });
  return z.object({ ok: z.literal(true), ts: z.string().default('') }).parse(await response.json());
}
