import type { Budget, Render } from '../../src/core/ports/place.ts';
import type { Incoming } from '../../src/core/ports/platform.ts';
import { createFakeReply, renderText, roomy, slackChannel, type TextPart, threadKey } from './fakes.ts';

/** What is particular about the place. */
export interface StagePlaceOptions {
  readonly render?: Render<TextPart>;
  /** What the writes of one reply count against; each has room unless given. */
  readonly budget?: (id: string) => Budget;
  /** A place is made when this resolves. */
  readonly opening?: () => Promise<void>;
}

/** Thread 1 of a channel on Slack, where U1 asks, with the replies that are shown there. */
export function createStagePlace(options: StagePlaceOptions) {
  const { render = renderText, budget = (id: string) => ({ ...roomy, key: `reply ${id}` }) } = options;
  const replies = new Map<string, ReturnType<typeof createFakeReply>>();
  const told: string[] = [];
  let opened = 0;

  /** The reply to a question, whose messages have ids of their own. */
  function replyTo(id: string) {
    const fake = replies.get(id) ?? createFakeReply({ budget: () => budget(id) });
    replies.set(id, fake);
    const address = () => ({ ...fake.reply.address(), messages: fake.visible.map((_, part) => `${id}/${part}`) });
    return { ...fake, reply: { ...fake.reply, address } };
  }

  const resume = (id: string) => ({ reply: replyTo(id).reply, render });

  /** Something said here by U1, unless told otherwise. */
  const incoming = (id: string, text: string, changes: Partial<Incoming<TextPart>> = {}): Incoming<TextPart> => ({
    id,
    platform: 'slack',
    origin: 'mention',
    asker: { id: 'U1' },
    text,
    channelKey: slackChannel(),
    line: 'slack:T1:C1:1',
    said: JSON.stringify({ id, text }),
    current: async () => threadKey('1'),
    async open() {
      opened += 1;
      await options.opening?.();
      return { conversation: threadKey('1'), ...resume(id) };
    },
    resume: () => resume(id),
    tell: async (words) => void told.push(words),
    ...changes,
  });

  return {
    replies,
    replyTo,
    incoming,
    /** The reply to a question, and what makes its parts. */
    resume,
    /** What was told to people alone. */
    told,
    /** How many places were made. */
    opened: () => opened,
    shown: (id: string) => replies.get(id)?.visible ?? [],
  };
}
