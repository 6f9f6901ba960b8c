import type { Part } from '../../../src/core/ports/place.ts';
import type { Incoming, Pressed } from '../../../src/core/ports/platform.ts';
import type { PlatformScene } from '../../contract/platform-scene.ts';
import type { Fault } from '../../contract/reply.ts';
import { noButtons } from '../../core/fakes.ts';
import { setScene } from './adapter-on-emulator.ts';

const faults = {
  'request-lost': { cut: 'before' },
  'answer-lost': { cut: 'after' },
  limited: { retryAfterSeconds: 0.2 },
} as const satisfies Record<Fault, object>;

const part = (content: string) => ({ content, components: [], fingerprint: content });
const foreign = { type: 2, style: 1, custom_id: 'vote:yes', label: 'Vote' };
const foreignPart = { ...part('Vote'), components: [{ type: 1, components: [foreign] }] };

/** Discord, for the contracts that every platform keeps. */
export async function setPlatform(): Promise<PlatformScene> {
  const heard: Incoming<Part>[] = [];
  const pressed: Pressed[] = [];
  const { discord, adapter, bot } = await setScene(
    {},
    {
      accept: async (incoming) => {
        heard.push(incoming);
        await incoming.acknowledge?.('all');
      },
      buttons: { ...noButtons, press: async (button) => void pressed.push(button) },
      createRender: undefined,
    },
  );
  const { general } = discord.channels;
  const click = (customId: string, message: string | null | undefined, person: 'ada' | 'grace') => {
    // Nobody answers what is none of Footnote's.
    discord.click({ message: message ?? '', customId, user: discord.users[person] }).catch(() => {});
  };
  return {
    adapter,
    heard,
    pressed,
    userId: (person) => discord.users[person],
    async mention(text) {
      const { id } = await discord.post({ channel: general, user: discord.users.ada, text: `${bot} ${text}` });
      return { redeliver: () => discord.redeliver(id) };
    },
    async command(question) {
      await discord.command({ channel: general, user: discord.users.ada, name: 'research', options: { question } });
    },
    press: ({ address, questionId }, control, person) =>
      click(`${control}:${questionId}`, address.messages.at(-1), person),
    pressForeign: ({ address }, person) => click(foreign.custom_id, address.messages[0], person),
    deleteMessage: ({ messages }, index) => discord.deleteMessage(messages[index] ?? ''),
    makeModerator: (person) => discord.setModerator(discord.users[person], true),
    failNext: (fault) => discord.faults.plan('POST /channels/{id}/messages', faults[fault]),
    forbid: ({ channel }) => discord.updateThread(channel, { locked: true }),
    part,
    foreignPart,
    shown: ({ channel }) =>
      discord
        .messages(channel)
        .filter(({ author, type, ephemeralTo }) => author === discord.botUserId && type === 0 && !ephemeralTo)
        .map(({ content }) => content),
    toldAlone: (person) =>
      [general, ...discord.threads(general).map(({ id }) => id)]
        .flatMap((channel) => discord.messages(channel))
        .filter(({ ephemeralTo }) => ephemeralTo === discord.users[person])
        .map(({ content }) => content),
  };
}
