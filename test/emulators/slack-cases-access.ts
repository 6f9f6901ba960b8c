import type { RuleName, SlackEmulatorOptions } from '../../emulators/slack/index.ts';
import { createSlackClient, ResponseRefused } from './slack-client.ts';
import type { Scene } from './slack-scene.ts';

/** How a rule is kept for the last time, and then broken for the first. */
export interface RuleCase {
  readonly options?: SlackEmulatorOptions;
  good(scene: Scene): Promise<unknown>;
  bad(scene: Scene): Promise<unknown>;
}

/** Calls one after the other, as often as `count`. */
async function repeat(count: number, call: (index: number) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < count; index += 1) await call(index);
}

const react = ({ web, channel, own }: Scene, name: string) => web.reactions.add({ channel, timestamp: own, name });
const whisper = ({ web, slack, channel }: Scene) =>
  web.chat.postEphemeral({ channel, user: slack.users.ada, text: 'psst' });
const readThread = ({ web, channel, root }: Scene, more: object = {}) =>
  web.conversations.replies({ channel, ts: root, ...more });
const update = ({ web, channel, own }: Scene, text: string) => web.chat.update({ channel, ts: own, text });
const command = ({ slack, channel }: Scene, name = '/research') =>
  slack.command({ channel, user: slack.users.ada, command: name, text: '' });

/** What Bolt's `respond` does, for what Bolt would not let pass. */
async function postTo({ slack }: Scene, url: string, body: object): Promise<void> {
  await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  throw new ResponseRefused(slack.journal.of('response_url').at(-1)?.outcome ?? '');
}

const restrictedScopes = ['chat:write', 'reactions:write'];
/** Nearly a minute after the first call, the limit still holds. */
const almostMinuteMs = 59_999;

/** Tokens, rates, places, response URLs, acknowledgements. */
export const accessCases = {
  notAuthed: { good: ({ web }) => web.auth.test(), bad: ({ slack }) => createSlackClient(slack, '').auth.test() },
  invalidAuth: {
    good: ({ web }) => web.auth.test(),
    bad: ({ slack }) => createSlackClient(slack, 'xoxb-wrong').auth.test(),
  },
  tokenRevoked: {
    good: ({ web }) => web.auth.test(),
    bad: ({ slack, web }) => {
      slack.revokeTokens();
      return web.auth.test();
    },
  },
  tokenKind: {
    good: ({ slack }) => createSlackClient(slack, slack.appToken).apps.connections.open(),
    bad: ({ web }) => web.apps.connections.open(),
  },
  scope: {
    options: { scopes: restrictedScopes },
    good: ({ post }) => post({ text: 'x' }),
    bad: ({ web, slack }) => web.users.info({ user: slack.users.ada }),
  },
  knownMethod: { good: ({ web }) => web.auth.test(), bad: ({ web }) => web.apiCall('chat.nothing') },
  arguments: {
    good: ({ web, slack }) => web.apiCall('users.info', { user: slack.users.ada }),
    bad: ({ web }) => web.apiCall('users.info'),
  },
  tier2: {
    good: (scene) => repeat(20, () => scene.stream()),
    bad: (scene) => {
      scene.advance(almostMinuteMs);
      return scene.stream();
    },
  },
  tier3: {
    good: (scene) => repeat(50, (index) => react(scene, `emoji-${index}`)),
    bad: (scene) => {
      scene.advance(almostMinuteMs);
      return react(scene, 'eyes');
    },
  },
  tier4: {
    good: (scene) => repeat(100, () => whisper(scene)),
    bad: (scene) => {
      scene.advance(almostMinuteMs);
      return whisper(scene);
    },
  },
  special: {
    good: ({ web }) => repeat(300, () => web.auth.test()),
    bad: ({ web, advance }) => {
      advance(almostMinuteMs);
      return web.auth.test();
    },
  },
  postChannel: {
    good: ({ post }) => post({ text: 'one second later' }),
    bad: ({ post, advance }) => {
      advance(-1);
      return post({ text: 'a millisecond too early' });
    },
  },
  restrictedHistory: {
    options: { historyAccess: 'restricted' },
    good: async (scene) => {
      await readThread(scene);
      scene.advance(60_000);
      await readThread(scene);
    },
    bad: (scene) => {
      scene.advance(almostMinuteMs);
      return readThread(scene);
    },
  },
  knownChannel: {
    good: ({ post }) => post({ text: 'x' }),
    bad: ({ post }) => post({ text: 'x', channel: 'C0NOWHERE' }),
  },
  membership: {
    good: ({ post }) => post({ text: 'x' }),
    bad: ({ post, slack }) => post({ text: 'x', channel: slack.channels.random }),
  },
  archived: {
    good: ({ post }) => post({ text: 'x' }),
    bad: ({ post, slack, channel }) => {
      slack.setChannel(channel, { archived: true });
      return post({ text: 'x' });
    },
  },
  editArchived: {
    good: (scene) => update(scene, 'x'),
    bad: (scene) => {
      scene.slack.setChannel(scene.channel, { archived: true });
      return update(scene, 'y');
    },
  },
  knownMessage: {
    good: (scene) => update(scene, 'x'),
    bad: ({ web, channel }) => web.chat.update({ channel, ts: '1.000001', text: 'x' }),
  },
  knownThread: {
    good: ({ post, root }) => post({ text: 'x', thread_ts: root }),
    bad: ({ post }) => post({ text: 'x', thread_ts: '1.000001' }),
  },
  knownUser: {
    good: ({ web, slack }) => web.users.info({ user: slack.users.ada }),
    bad: ({ web }) => web.users.info({ user: 'U0NOBODY' }),
  },
  ephemeralReader: {
    good: whisper,
    bad: ({ web, channel }) => web.chat.postEphemeral({ channel, user: 'U0NOBODY', text: 'x' }),
  },
  reaction: { good: (scene) => react(scene, 'eyes'), bad: (scene) => react(scene, 'eyes') },
  cursor: {
    good: async (scene) => {
      await scene.post({ text: 'reply', thread_ts: scene.root });
      const { response_metadata: next } = await readThread(scene, { limit: 1 });
      return readThread(scene, { cursor: next?.next_cursor });
    },
    bad: (scene) => readThread(scene, { cursor: 'the second page' }),
  },
  responseUses: {
    good: (scene) => repeat(5, async () => (await scene.responder())('x')),
    bad: async (scene) => (await scene.responder())('x'),
  },
  responseLifeMs: {
    good: async (scene) => {
      const respond = await scene.responder();
      scene.advance(30 * 60_000);
      await respond('in time');
    },
    bad: async (scene) => {
      scene.advance(1);
      await (await scene.responder())('too late');
    },
  },
  responseKnown: {
    good: async (scene) => (await scene.responder())('x'),
    bad: (scene) => postTo(scene, `${scene.slack.url}/response/none`, { text: 'x' }),
  },
  responsePayload: {
    good: async (scene) => (await scene.responder())('x'),
    bad: async (scene) => postTo(scene, (await command(scene)).responseUrl, { text: 'x', response_type: 'loud' }),
  },
  lateAck: {
    options: { speed: 6 },
    good: (scene) => scene.responder(),
    bad: (scene) => command(scene, '/unheard'),
  },
  agentDeclared: {
    options: { scopes: restrictedScopes },
    good: ({ web, channel, root }) =>
      web.assistant.threads.setStatus({ channel_id: channel, thread_ts: root, status: 'is thinking' }),
    bad: ({ web, channel, root }) =>
      web.agents.sessions.setStatus({ channel_id: channel, thread_ts: root, status: 'processing' }),
  },
} as const satisfies Partial<Record<RuleName, RuleCase>>;
