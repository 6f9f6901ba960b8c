import { expect } from 'vitest';
import { z } from 'zod';
import type { VisibleMessage as VisibleDiscordMessage } from '../../emulators/discord/index.ts';
import type { VisibleMessage } from '../../emulators/slack/index.ts';
import type { World } from './world.ts';

/** A conversation with the bot as a person sees it. */
export interface Talk {
  /** The bot's messages in it, oldest first, as they are now. */
  shown(): readonly string[];
  /** Goes on with it. */
  say(text: string): Promise<void>;
  /** Edits what was said in it last. */
  edit(text: string): Promise<void>;
  /** Deletes what was said in it last. */
  unsay(): Promise<void>;
  /** Deletes the bot's last message. */
  deleteShown(): Promise<void>;
  /** The words on the buttons under its last message but `before` others. */
  buttons(before?: number): readonly string[];
  /** Presses one of them, as Ada unless told otherwise. */
  press(label: string, options?: { before?: number; by?: Person }): Promise<void>;
}

/** Who is there. Ada asks. */
export type Person = 'ada' | 'grace';

/** One platform with a person, so that a story can be told once for both. */
export interface Stage {
  readonly name: 'Slack' | 'Discord';
  /** The most that one message holds, in the platform's unit. */
  mention(text: string): Promise<Talk>;
  directMessage(text: string): Promise<Talk>;
  command(name: string, text: string): Promise<Talk>;
  /** What only this person sees, newest last; Ada unless told otherwise. */
  whispered(person?: Person): readonly string[];
  /** Gives Grace the right to manage what others wrote. */
  makeGraceModerator(): void;
  /** The names of the writes in the emulator's journal, for faults. */
  readonly writes: { readonly create: string; readonly edit: string };
}

/** What is read of a Slack message: its blocks, or its text when it has none. */
export function slackText({ text, blocks }: VisibleMessage): string {
  if (blocks.length === 0) return text;
  return blocks
    .filter(({ type }) => type !== 'actions')
    .map((block) => {
      if (block.type === 'context' && Array.isArray(block['elements']))
        return block['elements'].map((element: { text?: unknown }) => String(element.text)).join(' ');
      return String(block['text'] ?? '');
    })
    .join('\n');
}

function slackStage({ slack }: World): Stage {
  const ada = slack.users.ada;
  const talk = (channel: string, root: string, prefix: string): Talk => {
    let said = root;
    const answers = () =>
      slack
        .thread(channel, root)
        .filter((message) => message.botId === slack.botId && message.ts !== root && message.ephemeralTo === undefined);
    const actions = (before: number) =>
      (answers().at(-1 - before)?.blocks ?? [])
        .flatMap((block) => withElements.safeParse(block).data?.elements ?? [])
        .map((element) => slackButton.parse(element));
    return {
      shown: () => answers().map(slackText),
      say: async (text) => {
        said = (await slack.post({ channel, user: ada, text: prefix + text, threadTs: root })).ts;
      },
      edit: (text) => slack.editMessage({ channel, ts: said, text: prefix + text }),
      unsay: () => slack.deleteMessage({ channel, ts: said }),
      deleteShown: () => slack.deleteMessage({ channel, ts: answers().at(-1)?.ts ?? '' }),
      buttons: (before = 0) => actions(before).map(({ text }) => text.text),
      async press(label, { before = 0, by = 'ada' } = {}) {
        const { action_id: actionId = '' } = actions(before).find(({ text }) => text.text === label) ?? {};
        const ts = answers().at(-1 - before)?.ts ?? '';
        const { error } = await slack.click({ channel, ts, user: slack.users[by], actionId });
        expect(error).toBeUndefined();
      },
    };
  };
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
    whispered: (person = 'ada') => slack.ephemerals(slack.users[person]).map(slackText),
    makeGraceModerator: () => slack.setAdmin(slack.users.grace, true),
    writes: { create: 'chat.postMessage', edit: 'chat.update' },
  };
}

const withElements = z.object({ type: z.literal('actions'), elements: z.array(z.unknown()) });
const slackButton = z.object({ action_id: z.string(), text: z.object({ text: z.string() }) });

const actionRows = z.array(z.object({ components: z.array(z.object({ label: z.string(), custom_id: z.string() })) }));

function discordStage({ discord }: World): Stage {
  const { ada } = discord.users;
  const byBot = (channel: string) => discord.messages(channel).filter(({ author }) => author === discord.botUserId);
  const mentioning = (text: string) => `<@${discord.botUserId}> ${text}`;
  const talk = (
    answers: () => readonly VisibleDiscordMessage[],
    channel: string,
    first: string,
    addressed: (text: string) => string,
  ): Talk => {
    let said = first;
    const components = (before: number) =>
      actionRows.parse(answers().at(-1 - before)?.components ?? []).flatMap((row) => row.components);
    return {
      shown: () => answers().map(({ content }) => content),
      say: async (text) => {
        said = (await discord.post({ channel, user: ada, text: addressed(text) })).id;
      },
      edit: (text) => discord.editMessage(said, addressed(text)),
      unsay: () => discord.deleteMessage(said),
      deleteShown: () => discord.deleteMessage(answers().at(-1)?.id ?? ''),
      buttons: (before = 0) => components(before).map(({ label }) => label),
      async press(wanted, { before = 0, by = 'ada' } = {}) {
        const { custom_id: customId = '' } = components(before).find(({ label }) => label === wanted) ?? {};
        const message = answers().at(-1 - before)?.id ?? '';
        const pressed = await discord.click({ message, customId, user: discord.users[by] });
        await expect.poll(() => pressed.state).toBe('replied');
      },
    };
  };
  const inThread = (thread: string): Talk =>
    talk(
      () => byBot(thread).filter(({ type, ephemeralTo }) => type !== 21 && ephemeralTo === undefined),
      thread,
      thread,
      mentioning,
    );
  return {
    name: 'Discord',
    async mention(text) {
      const { id } = await discord.post({ channel: discord.channels.general, user: ada, text: mentioning(text) });
      return inThread(id);
    },
    async directMessage(text) {
      const channel = discord.dms.ada;
      const before = byBot(channel).length;
      const { id } = await discord.post({ channel, user: ada, text });
      return talk(
        () => byBot(channel).slice(before),
        channel,
        id,
        (more) => more,
      );
    },
    async command(name, text) {
      const channel = discord.channels.general;
      const before = new Set(discord.threads(channel).map(({ id }) => id));
      await discord.command({ channel, user: ada, name, options: { question: text } });
      const started = () => discord.threads(channel).find(({ id }) => !before.has(id));
      await expect.poll(started).toBeDefined();
      return inThread(started()?.id ?? '');
    },
    whispered(person = 'ada') {
      const inGuild = Object.values(discord.channels);
      const threads = inGuild.flatMap((channel) => discord.threads(channel).map(({ id }) => id));
      return [...inGuild, ...threads, ...Object.values(discord.dms)]
        .flatMap((channel) => discord.messages(channel))
        .filter((message) => message.ephemeralTo === discord.users[person])
        .map(({ content }) => content);
    },
    makeGraceModerator: () => discord.setModerator(discord.users.grace, true),
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
