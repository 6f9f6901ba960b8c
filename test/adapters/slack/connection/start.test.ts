import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSlackAdapter } from '../../../../src/adapters/slack/index.ts';
import { createFakeMetrics, noButtons, noEdits, unlimited } from '../../../core/fakes.ts';
import { knownAgents } from '../../../core/known-agents.ts';
import { english } from '../../../words/english.ts';
import { setScene, startScene } from '../adapter-on-emulator.ts';

describe('starting on Slack', () => {
  it('resolves when events can arrive, and stopping closes the socket', async () => {
    const { slack, adapter } = await setScene();
    expect(adapter.connected()).toBe(false);
    await adapter.start();
    expect(adapter.connected()).toBe(true);
    expect(slack.sockets).toBe(1);
    await adapter.stop();
    expect(adapter.connected()).toBe(false);
    await expect.poll(() => slack.sockets).toBe(0);
  });

  it.each([
    ['SLACK_BOT_TOKEN', { botToken: 'xoxb-wrong-secret' }],
    ['SLACK_BOT_TOKEN', { botToken: 'xapp-footnote-emulator' }],
    ['SLACK_APP_TOKEN', { appToken: 'xapp-wrong-secret' }],
    ['SLACK_APP_TOKEN', { appToken: 'xoxb-footnote-emulator' }],
  ])('names %s when Slack refuses %o, and never shows a token', async (variable, token) => {
    const { slack, adapter, log } = await setScene({}, token);
    const error = await adapter.start().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining(variable) });
    expect(`${error} ${log.join()}`).not.toMatch(/xoxb-\w|xapp-\w/);
    expect(log.filter((line) => !line.startsWith('debug'))).toEqual([]);
    expect(adapter.connected()).toBe(false);
    expect(slack.sockets).toBe(0);
  });

  it('says where to look when Slack cannot be reached', async () => {
    const { adapter } = await setScene({}, { apiUrl: 'http://127.0.0.1:1/api/' });
    await expect(adapter.start()).rejects.toMatchObject({
      kind: 'upstream',
      message: expect.stringContaining('SLACK_API_URL'),
    });
  });

  it('is not possible with a bot token alone', async () => {
    const { slack } = await setScene();
    expect(() =>
      createSlackAdapter({
        botToken: slack.botToken,
        apiUrl: slack.apiUrl,
        agents: knownAgents,
        accept: async () => {},
        budget: unlimited,
        edits: noEdits,
        buttons: noButtons,
        metrics: createFakeMetrics().metrics,
        createRender: () => (_answer, footnotes) => ({ parts: [], used: [], footnotes, files: [] }),
        words: english,
        look: { links: 'sources', maxMessages: 4 },
        index: { find: async () => undefined, link: async () => {}, unlink: async () => {} },
        clock: { now: Date.now, sleep: async () => {} },
        logger: { debug() {}, info() {}, warn() {}, error() {} },
      }),
    ).toThrow(/SLACK_APP_TOKEN.*SLACK_SIGNING_SECRET/);
  });
});

describe('the socket to Slack', () => {
  it('is opened again when Slack asks for it', async () => {
    const { slack, adapter, hears } = await startScene();
    slack.disconnect();
    await expect.poll(() => adapter.connected()).toBe(false);
    await expect.poll(() => adapter.connected()).toBe(true);
    await slack.post({ channel: slack.dm(slack.users.ada), user: slack.users.ada, text: 'are you there?' });
    expect((await hears(1))[0]?.text).toBe('are you there?');
  });

  it('stays closed when the bot stops while it is being opened again', async () => {
    const { slack, adapter } = await startScene();
    slack.disconnect();
    await expect.poll(() => adapter.connected()).toBe(false);
    await adapter.stop();
    expect(slack.journal.of('apps.connections.open')).toHaveLength(1);
    expect(slack.sockets).toBe(0);
  });

  it('is not opened when the bot stops before Slack answers', async () => {
    const { slack, adapter } = await setScene();
    slack.faults.plan('apps.connections.open', { delayMs: 200 });
    const request = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => request.mockRestore());
    const stopped = expect(adapter.start()).rejects.toMatchObject({ kind: 'stopped' });
    const isConnecting = () => request.mock.calls.some(([url]) => String(url).endsWith('apps.connections.open'));
    await expect.poll(() => isConnecting()).toBe(true);
    await adapter.stop();
    await stopped;
    await expect.poll(() => slack.journal.of('apps.connections.open')).toHaveLength(1);
    expect(slack.sockets).toBe(0);
  });

  it('closes at a pause without taking what comes after, which a later start is given', async () => {
    const { slack, adapter, heard } = await startScene();
    await adapter.pause();
    const { ada } = slack.users;
    await slack.post({ channel: slack.dm(ada), user: ada, text: 'late question' });
    expect(heard).toEqual([]);

    const next = createNext(slack);
    await next.adapter.start();
    await expect.poll(() => next.heard).toEqual(['late question']);
    await next.adapter.stop();
  });
});

function createNext(slack: Awaited<ReturnType<typeof setScene>>['slack']) {
  const heard: string[] = [];
  const adapter = createSlackAdapter({
    botToken: slack.botToken,
    appToken: slack.appToken,
    apiUrl: slack.apiUrl,
    agents: knownAgents,
    accept: async ({ text }) => {
      heard.push(text);
    },
    budget: unlimited,
    edits: noEdits,
    buttons: noButtons,
    metrics: createFakeMetrics().metrics,
    createRender: () => (_answer, footnotes) => ({ parts: [], used: [], footnotes, files: [] }),
    words: english,
    look: { links: 'sources', maxMessages: 4 },
    index: { find: async () => undefined, link: async () => {}, unlink: async () => {} },
    clock: { now: Date.now, sleep: async () => {} },
    logger: { debug() {}, info() {}, warn() {}, error() {} },
  });
  return { adapter, heard };
}
