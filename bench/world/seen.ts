import type { DiscordEmulator } from '../../emulators/discord/index.ts';
import type { SlackEmulator } from '../../emulators/slack/index.ts';

/** The platforms that answers are shown on. */
export type PlatformName = 'slack' | 'discord';

/** A question that a person asked, and what people see of the bot's reply to it. */
export interface Asked {
  /** The bot's messages in the reply, oldest first, as one text; then the text of each attached file. */
  seen(): readonly string[];
  /** Messages in the reply. */
  messages(): number;
}

/** Asks in Slack's channel `general`. */
export async function askOnSlack(slack: SlackEmulator, question: string): Promise<Asked> {
  const channel = slack.channels.general;
  const { ts } = await slack.post({ channel, user: slack.users.ada, text: `@footnote ${question}` });
  const reply = () => slack.thread(channel, ts).filter((message) => message.botId === slack.botId && message.ts !== ts);
  const seen = () => {
    const messages = reply();
    return [
      messages.map(slackText).join('\n'),
      ...messages.flatMap(({ files = [] }) => files.map((file) => file.content)),
    ];
  };
  return { seen, messages: () => reply().length };
}

/** Asks on Discord; the reply is in the thread of the question, or in its channel where no thread can be. */
export async function askOnDiscord(discord: DiscordEmulator, text: string, channel: string): Promise<Asked> {
  const content = `<@${discord.botUserId}> ${text}`;
  const { id } = await discord.post({ channel, user: discord.users.ada, text: content });
  const reply = () => {
    const place = discord.message(id)?.thread ?? channel;
    return discord
      .messages(place)
      .filter(
        ({ author, type, replyTo }) =>
          author === discord.botUserId && (place === channel ? replyTo === id : type !== 21),
      );
  };
  const seen = () => {
    const messages = reply();
    return [
      messages.map((message) => message.content).join('\n'),
      ...messages.flatMap(({ attachments }) => attachments.map((file) => file.content)),
    ];
  };
  return { seen, messages: () => reply().length };
}

interface Block {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What is read of a Slack message: its blocks, or its text when it has none. */
function slackText({ text, blocks }: { readonly text: string; readonly blocks: readonly Block[] }): string {
  return blocks.length === 0 ? text : blocks.map((block) => textsIn(block).join(' ')).join('\n');
}

/** All strings under `text`, in order: every kind of block keeps its words there. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === 'text' && typeof child === 'string' ? [child] : textsIn(child),
  );
}
