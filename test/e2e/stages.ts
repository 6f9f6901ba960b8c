import { expect } from 'vitest';
import type { VisibleMessage } from '../../emulators/slack/index.ts';
import type { World } from './world.ts';

/** A conversation with the bot as a person sees it. */
export interface Talk {
  /** The bot's messages in it, oldest first, as they are now. */
  shown(): readonly string[];
  /** Goes on with it. */
  say(text: string): Promise<void>;
}

/** One platform with a person, so that a story can be told once for both. */
export interface Stage {
  readonly name: 'Slack' | 'Discord';
  /** The most that one message holds, in the platform's unit. */
  mention(text: string): Promise<Talk>;
  directMessage(text: string): Promise<Talk>;
  command(name: 'research' | 'reigent', text: string): Promise<Talk>;
  /** What only the person who asked sees, newest last. */
  whispered(): readonly string[];
  /** The names of the writes in the emulator's journal, for faults. */
  readonly writes: { readonly create: string; readonly edit: string };
}

/** What is read of a Slack message: its blocks, or its text when it has none. */
export function slackText({ text, blocks }: VisibleMessage): string {
  if (blocks.length === 0) return text;
  return blocks
    .map((block) => {
      if (block.type === 'context' && Array.isArray(block['elements']))
        return block['elements'].map((element: { text?: unknown }) => String(element.text)).join(' ');
      return String(block['text'] ?? '');
    })
    .join('\n');
}

function slackStage({ slack }: World): Stage {
  const ada = slack.users.ada;
  const talk = (channel: string, root: string, prefix: string): Talk => ({
    shown: () =>
      slack
        .thread(channel, root)
        .filter((message) => message.botId === slack.botId && message.ts !== root && message.ephemeralTo === undefined)
        .map(slackText),
    say: async (text) => {
      await slack.post({ channel, user: ada, text: prefix + text, threadTs: root });
    },
  });
  return {
    name: 'Slack',
    async mention(text) {
      const channel = slack.channels.general;
      const { ts } = await slack.post({ channel, user: ada, text: `@footnote ${text}` });
      return talk(channel, ts, '@footnote ');
    },
    async directMessage(text) {
      const channel = slack.dm(ada);
      const { ts } = await slack.post({ channel, user: ada, text });
      return talk(channel, ts, '');
    },
    async command(name, text) {
      const channel = slack.channels.general;
      const before = new Set(slack.messages(channel).map(({ ts }) => ts));
      await slack.command({ channel, user: ada, command: `/${name}`, text });
      const anchor = await expect
        .poll(() => slack.messages(channel).find(({ ts, botId, threadTs }) => !before.has(ts) && botId && !threadTs))
        .toBeDefined()
        .then(() => slack.messages(channel).find(({ ts, botId, threadTs }) => !before.has(ts) && botId && !threadTs));
      return talk(channel, anchor?.ts ?? '', '@footnote ');
    },
    whispered: () => slack.ephemerals(ada).map(slackText),
    writes: { create: 'chat.postMessage', edit: 'chat.update' },
  };
}

function discordStage({ discord }: World): Stage {
  const { ada } = discord.users;
  const byBot = (channel: string) => discord.messages(channel).filter(({ author }) => author === discord.botUserId);
  const inThread = (thread: string): Talk => ({
    shown: () =>
      byBot(thread)
        .filter(({ type }) => type !== 21)
        .map(({ content }) => content),
    say: async (text) => {
      await discord.post({ channel: thread, user: ada, text: `<@${discord.botUserId}> ${text}` });
    },
  });
  return {
    name: 'Discord',
    async mention(text) {
      const { id } = await discord.post({
        channel: discord.channels.general,
        user: ada,
        text: `<@${discord.botUserId}> ${text}`,
      });
      return inThread(id);
    },
    async directMessage(text) {
      const channel = discord.dms.ada;
      const before = byBot(channel).length;
      await discord.post({ channel, user: ada, text });
      return {
        shown: () =>
          byBot(channel)
            .slice(before)
            .map(({ content }) => content),
        say: async (more) => {
          await discord.post({ channel, user: ada, text: more });
        },
      };
    },
    async command(name, text) {
      const channel = discord.channels.general;
      const before = new Set(discord.threads(channel).map(({ id }) => id));
      await discord.command({ channel, user: ada, name, options: { question: text } });
      const started = () => discord.threads(channel).find(({ id }) => !before.has(id));
      await expect.poll(started).toBeDefined();
      return inThread(started()?.id ?? '');
    },
    whispered: () =>
      Object.values(discord.channels)
        .concat(Object.values(discord.dms))
        .flatMap((channel) => discord.messages(channel))
        .filter((message) => message.ephemeralTo === ada)
        .map(({ content }) => content),
    writes: { create: 'POST /channels/{id}/messages', edit: 'PATCH /channels/{id}/messages/{mid}' },
  };
}

/** Makes the stages of a world by name. */
export const stages = { Slack: slackStage, Discord: discordStage } as const;

/** For `describe.each`: the same story on every platform. */
export const platforms = ['Slack', 'Discord'] as const;

/** Waits until the last message of a talk is an ended answer (it has the footer) and gives all its messages. */
export async function ended(talk: Talk): Promise<readonly string[]> {
  await expect
    .poll(() => talk.shown().at(-1) ?? '', { timeout: 10_000 })
    .toMatch(/(?:Reka Research|Reigent).* · \d+ (?:s|min)|⚠️/);
  return talk.shown();
}
