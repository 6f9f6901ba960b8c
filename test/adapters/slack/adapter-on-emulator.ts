import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished, vi } from 'vitest';
import { listenLocally } from '../../../emulators/http/listen.ts';
import { type SlackEmulator, type SlackEmulatorOptions, startSlackEmulator } from '../../../emulators/slack/index.ts';
import { createSlackAdapter, type SlackAdapter, type SlackAdapterOptions } from '../../../src/adapters/slack/index.ts';
import type { SlackPart } from '../../../src/adapters/slack/render/render.ts';
import type { Part, Render } from '../../../src/core/ports/place.ts';
import type { Incoming } from '../../../src/core/ports/platform.ts';
import type { ConversationIndex } from '../../../src/core/ports/stores.ts';
import type { ConversationKey } from '../../../src/core/question/keys.ts';
import { createFakeMetrics, noButtons, noEdits, unlimited } from '../../core/fakes.ts';
import { knownAgents } from '../../core/known-agents.ts';
import { english } from '../../words/english.ts';

/** The adapter on an emulated Slack, with a core that only listens. */
export interface Scene {
  readonly slack: SlackEmulator;
  readonly adapter: SlackAdapter;
  /** What the adapter handed over. */
  readonly heard: Incoming<Part>[];
  /** Log lines as text, with their level. */
  readonly log: string[];
  /** What the adapter counted. */
  readonly counted: ReturnType<typeof createFakeMetrics>['counted'];
  /** What the adapter handed over, once there are this many. */
  hears(count: number): Promise<Incoming<Part>[]>;
}

/** A message as a renderer would make it. */
export const part = (text: string): SlackPart => ({ fingerprint: text, text, blocks: [{ type: 'markdown', text }] });

const render: Render<SlackPart> = (answer, footnotes) => ({
  parts: [part(answer.text)],
  used: [],
  footnotes,
  files: [],
});

/** An emulator and an adapter that is not started yet; both end with the test. */
export async function setScene(
  emulator: SlackEmulatorOptions = {},
  options: Partial<SlackAdapterOptions> = {},
): Promise<Scene> {
  const slack = await startSlackEmulator({ rateLimits: false, ...emulator });
  const heard: Incoming<Part>[] = [];
  const log: string[] = [];
  const line = (level: string) => (fields: object, message: string) => {
    log.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  const { metrics, counted } = createFakeMetrics();
  const adapter = createSlackAdapter({
    botToken: slack.botToken,
    appToken: slack.appToken,
    apiUrl: slack.apiUrl,
    agents: knownAgents,
    accept: async (incoming) => {
      heard.push(incoming);
    },
    createRender: () => render,
    index: createIndex(),
    budget: unlimited,
    edits: noEdits,
    buttons: noButtons,
    words: english,
    look: { links: 'sources', maxMessages: 4 },
    metrics,
    clock: { now: Date.now, sleep: async (ms, signal) => delay(ms, undefined, { signal }).catch(() => {}) },
    logger: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    ...options,
  });
  onTestFinished(async () => {
    await adapter.stop();
    await slack.stop();
  });
  const hears = async (count: number) => {
    await vi.waitFor(() => {
      if (heard.length < count) throw new Error(`heard ${heard.length} of ${count}`);
    }, 10_000);
    return heard;
  };
  return { slack, adapter, heard, log, counted, hears };
}

/** The same with the adapter started in Socket Mode. */
export async function startScene(emulator: SlackEmulatorOptions = {}, options: Partial<SlackAdapterOptions> = {}) {
  const scene = await setScene(emulator, options);
  await scene.adapter.start();
  return scene;
}

/** The same in HTTP mode, its requests taken by a server on `address`. */
export async function startHttpScene(emulator: SlackEmulatorOptions = {}, options: Partial<SlackAdapterOptions> = {}) {
  const signingSecret = 'footnote-emulator-signing-secret';
  const scene = await setScene(emulator, { ...options, appToken: undefined, signingSecret });
  const { port, close } = await listenLocally((request, response) => scene.adapter.handleRequest?.(request, response));
  onTestFinished(close);
  const address = `http://127.0.0.1:${port}/slack/events`;
  await scene.adapter.start();
  scene.slack.setEventsUrl(address);
  return { ...scene, address, signingSecret };
}

/** An index in memory. */
function createIndex(): ConversationIndex {
  const links = new Map<string, { conversation: ConversationKey; at: number }>();
  return {
    find: async (alias) => links.get(alias),
    link: async (alias, conversation) => {
      links.set(alias, { conversation, at: Date.now() });
    },
    unlink: async (alias) => {
      links.delete(alias);
    },
  };
}
