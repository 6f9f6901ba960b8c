import type { Pressed } from '../../../src/core/ports/platform.ts';
import type { PlatformScene } from '../../contract/platform-scene.ts';
import type { Fault } from '../../contract/reply.ts';
import { noButtons } from '../../core/fakes.ts';
import { part, setScene } from './adapter-on-emulator.ts';

const faults = {
  'request-lost': { cut: 'before' },
  'answer-lost': { cut: 'after' },
  limited: { retryAfterSeconds: 1 },
} as const satisfies Record<Fault, object>;

const foreign = { type: 'button', action_id: 'vote', value: 'yes', text: { type: 'plain_text', text: 'Vote' } };
const foreignPart = { ...part('Vote'), blocks: [{ type: 'actions', elements: [foreign] }] };

/** Slack, for the contracts that every platform keeps. */
export async function setPlatform(): Promise<PlatformScene> {
  const pressed: Pressed[] = [];
  const buttons = { ...noButtons, press: async (button: Pressed) => void pressed.push(button) };
  const { slack, adapter, heard } = await setScene({}, { buttons, createRender: undefined });
  const { general } = slack.channels;
  const click = (actionId: string, ts: string | null | undefined, person: 'ada' | 'grace') => {
    // Nobody answers what is none of Footnote's.
    slack.click({ channel: general, ts: ts ?? '', user: slack.users[person], actionId }).catch(() => {});
  };
  return {
    adapter,
    heard,
    pressed,
    userId: (person) => slack.users[person],
    async mention(text) {
      const { ts } = await slack.post({ channel: general, user: slack.users.ada, text: `@footnote ${text}` });
      return { redeliver: () => void slack.redeliver(ts) };
    },
    async command(text) {
      await slack.command({ channel: general, user: slack.users.ada, command: '/research', text });
    },
    press: ({ address }, control, person) => click(`footnote_${control}`, address.messages.at(-1), person),
    pressForeign: ({ address }, person) => click(foreign.action_id, address.messages[0], person),
    deleteMessage: ({ messages }, index) => slack.deleteMessage({ channel: general, ts: messages[index] ?? '' }),
    makeModerator: (person) => slack.setAdmin(slack.users[person], true),
    failNext: (fault) => slack.faults.plan('chat.postMessage', faults[fault]),
    forbid: () => slack.setChannel(general, { archived: true }),
    part,
    foreignPart,
    shown: ({ thread }) =>
      slack
        .thread(general, thread ?? '')
        .slice(1)
        .filter(({ ephemeralTo }) => ephemeralTo === undefined)
        .map(({ text }) => text),
    toldAlone: (person) =>
      slack.ephemerals(slack.users[person]).map(({ text, blocks }) => JSON.stringify([text, blocks])),
  };
}
