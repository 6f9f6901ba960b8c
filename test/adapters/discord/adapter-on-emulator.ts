import { onTestFinished, vi } from 'vitest';
import {
  type DiscordEmulator,
  type DiscordEmulatorOptions,
  startDiscordEmulator,
} from '../../../emulators/discord/index.ts';
import { createDiscordAdapter, type DiscordAdapterOptions } from '../../../src/adapters/discord/index.ts';
import type { DiscordPart } from '../../../src/adapters/discord/render/render.ts';
import { type Answer, startAnswer } from '../../../src/core/answer/answer.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import type { Budget, Opened, Part, Render, ReplyAddress } from '../../../src/core/ports/place.ts';
import type { Accept, Incoming } from '../../../src/core/ports/platform.ts';
import type { ConversationKey } from '../../../src/core/question/keys.ts';
import { createFakeMetrics, noButtons, noEdits, unlimited } from '../../core/fakes.ts';
import { knownAgents, research } from '../../core/known-agents.ts';
import { createManualClock } from '../../core/manual-clock.ts';
import { english } from '../../words/english.ts';
import { createTestIndex, createTestLogger } from './test-doubles.ts';

/** An answer that a test writes. */
export interface Answering {
  readonly conversation: ConversationKey;
  /** Shows these messages, one part each. */
  show(...contents: readonly string[]): Promise<void>;
  remove(index: number): Promise<void>;
  address(): ReplyAddress;
  budget(): Budget;
}

/** Something that reached the core. */
export interface Heard extends Omit<Incoming<Part>, 'open'> {
  answer(...contents: readonly string[]): Promise<Answering>;
  /** The place of its answer. */
  opened(): Promise<Place>;
}

/** A place for an answer, whatever its parts are. */
export interface Place extends Pick<Opened<Part>, 'conversation'> {
  show(answer: Answer): Promise<void>;
  address(): ReplyAddress;
}

async function openPlace<P extends Part>(incoming: Incoming<P>): Promise<Place> {
  const { conversation, reply, render } = await incoming.open(incoming.text);
  return {
    conversation,
    async show(answer) {
      for (const [index, part] of render(answer, noFootnotes).parts.entries()) await reply.write(index, part);
    },
    address: () => reply.address(),
  };
}

/** Between two messages of a test's answer. */
const border = '\n=====\n';

const render: Render<DiscordPart> = (answer) => ({
  parts: answer.text.split(border).map((content) => ({ content, components: [], fingerprint: content })),
  used: [],
  footnotes: noFootnotes,
  files: [],
});

async function answerTo<P extends Part>(incoming: Incoming<P>, contents: readonly string[]): Promise<Answering> {
  const opened = await incoming.open(incoming.text);
  async function show(...shown: readonly string[]) {
    const { parts } = opened.render({ ...startAnswer(research, 0), text: shown.join(border) }, noFootnotes);
    for (const [index, part] of parts.entries()) await opened.reply.write(index, part);
  }
  if (contents.length > 0) await show(...contents);
  return {
    conversation: opened.conversation,
    show,
    remove: (index) => opened.reply.remove(index),
    address: () => opened.reply.address(),
    budget: () => opened.reply.budget(0),
  };
}

/** Discord as it is started, or one that runs already. */
export interface SceneOptions extends DiscordEmulatorOptions {
  readonly discord?: DiscordEmulator;
}

/** An adapter on an emulated Discord, not started, with a core that leaves everything to the test. Both end with it. */
export async function setScene(emulator: SceneOptions = {}, options: Partial<DiscordAdapterOptions> = {}) {
  const discord = emulator.discord ?? (await startDiscordEmulator(emulator));
  // Discord's clock goes on by itself.
  const clock = createManualClock({ startsAt: Date.now(), passOverMs: Number.POSITIVE_INFINITY });
  const logger = createTestLogger();
  const { metrics, counted } = createFakeMetrics();
  const waiting: Heard[] = [];
  const accept: Accept = async (incoming) => {
    waiting.push({
      ...incoming,
      answer: (...contents) => answerTo(incoming, contents),
      opened: () => openPlace(incoming),
    });
    await incoming.acknowledge?.(/^(help|forget|new)?$/i.test(incoming.text) ? 'asker' : 'all');
  };
  const adapter = createDiscordAdapter({
    token: discord.token,
    apiUrl: discord.apiUrl,
    agents: knownAgents,
    messageContent: false,
    accept,
    createRender: () => render,
    index: createTestIndex(clock),
    budget: unlimited,
    edits: noEdits,
    buttons: noButtons,
    words: english,
    look: { links: 'sources', maxMessages: 4 },
    clock,
    logger,
    metrics,
    recentPlaces: async () => [],
    ...options,
  });
  onTestFinished(async () => {
    await adapter.stop();
    await discord.stop();
  });
  return {
    discord,
    adapter,
    clock,
    logger,
    /** What the adapter counted. */
    counted,
    /** What reached the core and was not asked for with `heard` yet. */
    waiting,
    /** The next thing that reaches the core. */
    heard: () =>
      vi.waitFor(
        () => {
          const next = waiting.shift();
          if (!next) throw new Error('Nothing was heard.');
          return next;
        },
        { timeout: 10_000, interval: 10 },
      ),
    bot: `<@${discord.botUserId}>`,
  };
}

/** The same, started. */
export async function startScene(emulator: SceneOptions = {}, options: Partial<DiscordAdapterOptions> = {}) {
  const set = await setScene(emulator, options);
  await set.adapter.start();
  return set;
}
