import type { RuleName } from '../../emulators/slack/index.ts';
import type { RuleCase } from './slack-cases-access.ts';
import type { Scene } from './slack-scene.ts';

const text = (words: string) => ({ type: 'markdown_text', text: words });
const dividers = (count: number) => ({
  type: 'blocks',
  blocks: Array.from({ length: count }, () => ({ type: 'divider' })),
});

const append = ({ web, channel }: Scene, ts: string, fields: object) =>
  web.apiCall('chat.appendStream', { channel, ts, ...fields });

/** The case begins streams that differ in these arguments. */
const starts = (good: object, bad: object) =>
  ({ good: ({ stream }) => stream({ ...good }), bad: ({ stream }) => stream({ ...bad }) }) satisfies RuleCase;

/** Each call begins a stream and appends one after the other. */
const appends = (good: readonly object[], bad: readonly object[]) => {
  const run = (calls: readonly object[]) => async (scene: Scene) => {
    const ts = await scene.stream();
    for (const fields of calls) await append(scene, ts, fields);
  };
  return { good: run(good), bad: run(bad) } satisfies RuleCase;
};

/** Appends to one stream, with something in between. */
const appendsAfter = (good: (scene: Scene, ts: string) => unknown, bad: (scene: Scene, ts: string) => unknown) => {
  const begun = new WeakMap<Scene, string>();
  return {
    good: async (scene: Scene) => {
      const ts = await scene.stream({ chunks: [text('a')] });
      begun.set(scene, ts);
      await good(scene, ts);
      await append(scene, ts, { chunks: [text('b')] });
    },
    bad: async (scene: Scene) => {
      const ts = begun.get(scene) ?? '';
      await bad(scene, ts);
      await append(scene, ts, { chunks: [text('c')] });
    },
  } satisfies RuleCase;
};

/** Streams, statuses and sessions. */
export const streamCases = {
  statusMessages: {
    good: (scene) => setStatus(scene, 10),
    bad: (scene) => setStatus(scene, 11),
  },
  sessionTitle: {
    good: ({ web, channel, root }) =>
      web.agents.sessions.rename({ channel_id: channel, thread_ts: root, title: 'x'.repeat(200) }),
    bad: ({ web, channel, root }) =>
      web.agents.sessions.rename({ channel_id: channel, thread_ts: root, title: 'x'.repeat(201) }),
  },
  streamThread: starts({}, { thread_ts: undefined }),
  streamRecipientTeam: starts({}, { recipient_team_id: undefined }),
  streamRecipientUser: starts({}, { recipient_user_id: undefined }),
  streamReader: {
    good: ({ stream, slack }) => stream({ recipient_user_id: slack.users.grace }),
    bad: ({ stream, slack }) => stream({ recipient_user_id: slack.users.otherBot }),
  },
  streamExclusive: starts({ chunks: [text('a')] }, { chunks: [text('a')], markdown_text: 'a' }),
  streamMode: appends(
    [{ markdown_text: 'a' }, { markdown_text: 'b' }],
    [{ markdown_text: 'a' }, { chunks: [text('b')] }],
  ),
  streamContent: appends([{ chunks: [text('a')] }], [{ chunks: [] }]),
  streamChunks: starts(
    { chunks: [text('a')] },
    { chunks: [{ type: 'task_update', id: '1', title: 'x', status: 'completed' }] },
  ),
  // The limit of a whole message is lower: the last good value of one text alone cannot be sent.
  streamText: starts({ markdown_text: 'x'.repeat(11_000) }, { markdown_text: 'x'.repeat(12_001) }),
  streamBytes: {
    good: (scene) => streamOf(scene, 'x'.repeat(998)),
    bad: (scene) => streamOf(scene, 'x'.repeat(999)),
  },
  streamBlocks: appends(
    [{ chunks: [dividers(25)] }, { chunks: [dividers(25)] }],
    [{ chunks: [dividers(25)] }, { chunks: [dividers(26)] }],
  ),
  streamLifeMs: appendsAfter(
    ({ advance }) => advance(5 * 60_000),
    ({ advance }) => advance(1),
  ),
  streamOpen: appendsAfter(
    () => undefined,
    ({ web, channel }, ts) => web.chat.stopStream({ channel, ts }),
  ),
  streamStopped: {
    options: { subscriptions: ['agent_session_stopped'] },
    ...appendsAfter(
      () => undefined,
      ({ slack, channel, root }) => slack.stopSession({ channel, threadTs: root, user: slack.users.ada }),
    ),
  },
  streamOwn: {
    good: async (scene) => append(scene, await scene.stream(), { markdown_text: 'a' }),
    bad: (scene) => append(scene, scene.root, { markdown_text: 'a' }),
  },
  streamEdit: {
    good: async ({ web, channel, stream }) => {
      const ts = await stream();
      await web.chat.stopStream({ channel, ts });
      return web.chat.update({ channel, ts, text: 'x' });
    },
    bad: async ({ web, channel, stream }) => web.chat.update({ channel, ts: await stream(), text: 'x' }),
  },
} as const satisfies Partial<Record<RuleName, RuleCase>>;

function setStatus({ web, channel, root }: Scene, count: number) {
  const messages = Array.from({ length: count }, (_, index) => `step ${index}`);
  return web.assistant.threads.setStatus({
    channel_id: channel,
    thread_ts: root,
    status: 'is thinking',
    loading_messages: messages,
  });
}

/** 10,002 bytes, with a task that is told twice and counted once, and what is left for the end. */
async function streamOf(scene: Scene, rest: string): Promise<void> {
  const { web, channel } = scene;
  const task = (status: 'in_progress' | 'complete') =>
    ({ type: 'task_update', id: '1', title: 'x'.repeat(100), status, details: 'é'.repeat(100) }) as const;
  const ts = await scene.stream({ chunks: [task('in_progress')] });
  await append(scene, ts, { chunks: [task('complete'), text('é'.repeat(4_751))] });
  await web.chat.stopStream({ channel, ts, chunks: [{ type: 'markdown_text', text: rest }] });
}
