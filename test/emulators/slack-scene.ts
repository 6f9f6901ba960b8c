import type { RespondFn, webApi } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import { type SlackEmulator, type SlackEmulatorOptions, startSlackEmulator } from '../../emulators/slack/index.ts';
import { connectApp } from './slack-app.ts';
import { createSlackClient, ResponseRefused } from './slack-client.ts';

/** A thread of Ada's in `general`, and a careful bot with one message in it. */
export interface Scene {
  readonly slack: SlackEmulator;
  readonly web: webApi.WebClient;
  readonly channel: string;
  /** The message of Ada's that the thread begins with. */
  readonly root: string;
  /** A message of the bot, in no thread. */
  readonly own: string;
  /** Lets time pass on the emulator's clock, which stands still otherwise. */
  advance(ms: number): void;
  /** `chat.postMessage` to `channel` without previews, a second after the post before it. Its `ts`. */
  post(fields: Readonly<Record<string, unknown>>): Promise<string>;
  /** Starts a stream in the thread. Its `ts`. */
  stream(fields?: Readonly<Record<string, unknown>>): Promise<string>;
  /** The `respond` that Bolt made of a command, the same each time. Rejects with a `ResponseRefused`. */
  responder(): Promise<(body: Parameters<RespondFn>[0]) => Promise<void>>;
}

/** Everything ends with the test. */
export async function setScene(options: SlackEmulatorOptions = {}): Promise<Scene> {
  let now = 1_767_225_600_000;
  const slack = await startSlackEmulator({ now: () => now, ...options });
  onTestFinished(() => slack.stop());
  const web = createSlackClient(slack);
  const channel = slack.channels.general;
  const user = slack.users.ada;
  const { ts: root } = await slack.post({ channel, user, text: 'question' });

  async function post(fields: Readonly<Record<string, unknown>>): Promise<string> {
    now += 1_000;
    const flags = { unfurl_links: false, unfurl_media: false };
    const result = await web.apiCall('chat.postMessage', { channel, ...flags, ...fields });
    return tsOf(result);
  }

  let connected: ReturnType<Scene['responder']> | undefined;
  async function connect(): ReturnType<Scene['responder']> {
    const { promise, resolve } = Promise.withResolvers<RespondFn>();
    const app = await connectApp(slack, (bolt) => {
      bolt.command('/research', async ({ ack, respond }) => {
        await ack();
        resolve(respond);
      });
    });
    onTestFinished(async () => void (await app.stop()));
    await slack.command({ channel, user, command: '/research', text: '' });
    const respond = await promise;
    return (body) =>
      respond(body).then(
        () => undefined,
        () => {
          throw new ResponseRefused(slack.journal.of('response_url').at(-1)?.outcome ?? '');
        },
      );
  }

  return {
    ...{ slack, web, channel, root, post },
    responder: () => {
      connected ??= connect();
      return connected;
    },
    own: await post({ text: 'mine' }),
    advance: (ms) => {
      now += ms;
    },
    stream: async (fields) => {
      const reader = { recipient_team_id: slack.teamId, recipient_user_id: user };
      return tsOf(await web.apiCall('chat.startStream', { channel, thread_ts: root, ...reader, ...fields }));
    },
  };
}

function tsOf(result: webApi.ChatPostMessageResponse): string {
  if (result.ts === undefined) throw new Error('an answer without a ts');
  return result.ts;
}
