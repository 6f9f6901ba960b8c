import type { App } from '@slack/bolt';
import { webApi } from '@slack/bolt';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type SlackEmulator, type SlackEmulatorOptions, startSlackEmulator } from '../../emulators/slack/index.ts';
import { type Rig, startHttpRig, startSocketRig } from './slack-app.ts';
import { createSlackClient } from './slack-client.ts';

let rig: Rig | undefined;

afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

/** A bot that only listens, and the time stamps and retry numbers of what it heard. */
async function listener(options?: SlackEmulatorOptions) {
  const heard: [type: string, ts: string, retry: number | undefined][] = [];
  const listen = (app: App) => {
    app.event(
      'app_mention',
      async ({ event, context }) => void heard.push(['app_mention', event.ts, context.retryNum]),
    );
    app.event('message', async ({ event, context }) => void heard.push(['message', event.ts, context.retryNum]));
  };
  rig = await startSocketRig(listen, options);
  return { slack: rig.slack, app: rig.app, heard };
}

const ask = (slack: SlackEmulator) =>
  slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote hello' });

describe('an outage', () => {
  it('fails every call until it is healed', async () => {
    const { slack, app } = await listener();
    const heal = await slack.outage('errors');
    await expect(app.client.auth.test()).rejects.toMatchObject({ statusCode: 503 });
    await expect(app.client.chat.postMessage({ channel: 'C', text: 'x' })).rejects.toMatchObject({ statusCode: 503 });
    await heal();
    await expect(app.client.auth.test()).resolves.toMatchObject({ ok: true });
    expect(slack.violations).toEqual([]);
  });

  it('refuses connections and drops the sockets, and what happened meanwhile comes after it', async () => {
    const { slack, app, heard } = await listener();
    const heal = await slack.outage('refused');
    await expect(app.client.auth.test()).rejects.toBeInstanceOf(webApi.WebAPIRequestError);
    expect(slack.sockets).toBe(0);
    const { ts } = await ask(slack);
    await heal();
    await expect.poll(() => heard).toEqual([['app_mention', ts, 1]]);
    await expect(app.client.auth.test()).resolves.toMatchObject({ ok: true });
  });
});

describe('a socket', () => {
  it('that is dropped is opened again by the bot', async () => {
    const { slack, heard } = await listener();
    slack.dropSockets();
    await expect.poll(() => slack.sockets).toBe(0);
    const { ts } = await ask(slack);
    await expect.poll(() => heard).toEqual([['app_mention', ts, 1]]);
    expect(slack.violations).toEqual([]);
  });

  it('that has gone silent delivers nothing, which is not the fault of the bot', async () => {
    const { slack, heard } = await listener({ ackTimeoutMs: 20 });
    slack.silenceSockets();
    await ask(slack);
    await expect.poll(() => slack.deliveries.map(({ outcome }) => outcome)).toEqual(['late', 'late']);
    expect(heard).toEqual([]);
    expect(slack.sockets).toBe(1);
    expect(slack.violations).toEqual([]);
    slack.dropSockets();
    await expect.poll(() => slack.journal.of('apps.connections.open')).toHaveLength(2);
    const { ts } = await ask(slack);
    await expect.poll(() => heard.map(([, heardTs]) => heardTs)).toEqual([ts]);
  });

  it('that has gone silent answers no ping', async () => {
    const slack = await startSlackEmulator();
    const { url = '' } = await createSlackClient(slack, slack.appToken).apps.connections.open();
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.once('message', resolve));
    let pongs = 0;
    socket.on('pong', () => {
      pongs += 1;
    });
    const answered = new Promise((resolve) => socket.once('pong', resolve));
    socket.ping();
    await answered;
    slack.silenceSockets();
    socket.ping();
    // The close is answered after the ping was not.
    await new Promise((resolve) => {
      socket.once('close', resolve);
      socket.close();
    });
    expect(pongs).toBe(1);
    await slack.stop();
  });

  it.each(['warning', 'refresh_requested'] as const)('is opened anew after a disconnect of type %s', async (reason) => {
    const { slack, heard } = await listener();
    slack.disconnect(reason);
    await expect.poll(() => slack.journal.of('apps.connections.open')).toHaveLength(2);
    await expect.poll(() => slack.sockets).toBe(1);
    const { ts } = await ask(slack);
    await expect.poll(() => heard.map(([, heardTs]) => heardTs)).toEqual([ts]);
  });
});

describe('an event', () => {
  it('comes again as often as it is asked for', async () => {
    const { slack, heard } = await listener();
    const { ts } = await ask(slack);
    await slack.redeliver(ts, 3);
    await expect.poll(() => heard.map(([, , retry]) => retry)).toEqual([0, 1, 2, 3]);
  });

  it.each([
    ['message-first', ['message', 'app_mention']],
    ['mention-first', ['app_mention', 'message']],
  ] as const)('and its twin come %s', async (twinOrder, order) => {
    const { slack, heard } = await listener({ twinOrder });
    await slack.post({ channel: slack.dm(slack.users.ada), user: slack.users.ada, text: '@footnote hello' });
    await expect.poll(() => heard.map(([type]) => type)).toEqual(order);
  });

  it('is held back with others until they are let go, the newest first', async () => {
    const { slack, heard } = await listener();
    const release = slack.holdEvents();
    const first = await ask(slack);
    const second = await ask(slack);
    expect(slack.deliveries).toEqual([]);
    await release();
    await expect.poll(() => heard.map(([, ts]) => ts)).toEqual([second.ts, first.ts]);
    const third = await ask(slack);
    await expect.poll(() => heard.at(-1)?.[1]).toBe(third.ts);
  });

  it('tells those who listen whose message it was and that it was acknowledged', async () => {
    const { slack } = await listener();
    const settled: (string | undefined)[] = [];
    const leave = slack.onDelivery(({ messageTs, outcome }) => settled.push(`${messageTs} ${outcome}`));
    const { ts } = await ask(slack);
    await expect.poll(() => settled).toEqual([`${ts} acked`]);
    leave();
    await ask(slack);
    await expect.poll(() => slack.deliveries.map(({ outcome }) => outcome)).toEqual(['acked', 'acked']);
    expect(settled).toHaveLength(1);
  });

  it('is not sent to an app without its scope', async () => {
    const { slack } = await listener({ scopes: ['chat:write', 'im:history'] });
    await ask(slack);
    await slack.post({ channel: slack.dm(slack.users.ada), user: slack.users.ada, text: '@footnote hello' });
    expect(slack.deliveries.map(({ what }) => what)).toEqual(['message']);
  });

  it('that is never acknowledged is sent at once, after a minute and after five again, on the clock of the emulator', async () => {
    const slack = await startSlackEmulator({ speed: 6_000, subscriptions: ['app_mention'] });
    const { url = '' } = await createSlackClient(slack, slack.appToken).apps.connections.open();
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.once('message', resolve));
    await ask(slack);
    await expect.poll(() => slack.deliveries.map(({ outcome }) => outcome)).toEqual(Array(4).fill('late'));
    expect(slack.violations).toHaveLength(4);
    expect(slack.violations[0]).toMatchObject({ rule: 'lateAck', method: 'app_mention' });
    await slack.stop();
  });
});

describe('an app behind a request URL', () => {
  it('answers the challenge of Slack', async () => {
    rig = await startHttpRig(() => undefined);
    await expect(rig.slack.verifyEventsUrl(rig.eventsUrl ?? '')).resolves.toBeUndefined();
    await expect(rig.slack.verifyEventsUrl(`${rig.slack.url}/nothing`)).rejects.toThrow('challenge');
  });
});

describe('a call that is never answered', () => {
  it('is carried out all the same', async () => {
    const slack = await startSlackEmulator();
    const channel = slack.channels.general;
    slack.faults.plan('chat.postMessage', { silent: true });
    const posting = createSlackClient(slack).chat.postMessage({ channel, text: 'x' });
    await expect.poll(() => slack.messages(channel)).toHaveLength(1);
    expect(slack.journal.of('chat.postMessage').map(({ outcome }) => outcome)).toEqual(['fault:silent:ok']);
    await Promise.all([expect(posting).rejects.toThrow(), slack.stop()]);
  });
});

describe('latency', () => {
  it('lets every answer come later, but not the effect', async () => {
    const slack = await startSlackEmulator({ latencyMs: 100 });
    const channel = slack.channels.general;
    let answered = false;
    const posting = createSlackClient(slack)
      .chat.postMessage({ channel, text: 'x' })
      .then(() => {
        answered = true;
      });
    await expect.poll(() => slack.messages(channel), { interval: 5 }).toHaveLength(1);
    expect(answered).toBe(false);
    await posting;
    await slack.stop();
  });
});
