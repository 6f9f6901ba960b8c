import { expect } from 'vitest';
import type { Control } from '../../src/core/answer/control.ts';
import type { Part, ReplyAddress } from '../../src/core/ports/place.ts';
import type { Incoming, PlatformAdapter, Pressed } from '../../src/core/ports/platform.ts';
import type { Fault, ReplyScene } from './reply.ts';

/** People of the platform. */
export type Person = 'ada' | 'grace';

/** A platform with an adapter that is not started, and a core that only listens. Both end with the test. */
export interface PlatformScene {
  readonly adapter: PlatformAdapter;
  /** What was handed over, in order. */
  readonly heard: readonly Incoming<Part>[];
  readonly pressed: readonly Pressed[];
  userId(person: Person): string;

  /** Ada asks the bot in a channel. `redeliver`: the platform tells of it once more. */
  mention(text: string): Promise<{ redeliver(): void }>;
  /** Ada sends the slash command of the research agent there. */
  command(text: string): Promise<void>;
  /** Somebody presses the button of an answer. */
  press(at: Answered, control: Control, person: Person): void;
  /** Somebody presses a button that stands under the bot's message and is none of Footnote's. */
  pressForeign(at: Answered, person: Person): void;
  /** Somebody deletes a message of the bot's. */
  deleteMessage(address: ReplyAddress, index: number): Promise<void>;
  /** From now on a person may manage what others wrote. */
  makeModerator(person: Person): void;

  /** What becomes of the next message that the bot creates. */
  failNext(fault: Fault): void;
  /** From now on the bot may create nothing there. */
  forbid(address: ReplyAddress): void;

  /** A part that is nothing but text. */
  part(text: string): Part;
  /** A part with a button that is none of Footnote's. */
  readonly foreignPart: Part;
  /** What everybody sees of an answer, a text for each message. */
  shown(address: ReplyAddress): readonly string[];
  /** What a person sees that nobody else does. */
  toldAlone(person: Person): readonly string[];
}

/** An answer's first message. */
export interface Answered {
  readonly questionId: string;
  readonly address: ReplyAddress;
}

/** Sets a scene. */
export type SetPlatform = () => Promise<PlatformScene>;

/** The same, with an adapter that has started. */
export async function started(set: SetPlatform): Promise<PlatformScene> {
  const scene = await set();
  await scene.adapter.start();
  return scene;
}

/** What was handed over, once there is so much of it. */
export async function hears(scene: PlatformScene, count: number): Promise<readonly Incoming<Part>[]> {
  await expect.poll(() => scene.heard.length, { interval: 10 }).toBeGreaterThanOrEqual(count);
  return scene.heard;
}

/** The first thing that is handed over when Ada asks something. */
export async function asked(scene: PlatformScene, text = 'why?'): Promise<Incoming<Part>> {
  const before = scene.heard.length;
  await scene.mention(text);
  const incoming = (await hears(scene, before + 1)).at(before);
  if (!incoming) throw new Error('Nothing was heard.');
  return incoming;
}

/** The reply to a mention, for the contract of replies. */
export function replyOn(set: SetPlatform): () => Promise<ReplyScene> {
  return async () => {
    const scene = await started(set);
    const { reply } = await (await asked(scene)).open('Why?');
    return {
      reply,
      part: scene.part,
      shown: () => scene.shown(reply.address()),
      failNext: scene.failNext,
      forbid: () => scene.forbid(reply.address()),
      deleteMessage: (index) => scene.deleteMessage(reply.address(), index),
    };
  };
}
