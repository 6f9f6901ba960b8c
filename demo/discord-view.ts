import type { DiscordEmulator, VisibleMessage } from '../emulators/discord/index.ts';
import { discordButtons } from './discord-buttons.ts';
import { createDiscordMarkdown } from './discord-markdown.ts';
import { remembered } from './html.ts';
import type { MessageView } from './message-view.ts';
import { pingWarning } from './ping-warning.ts';

/** Discord's message type for the first entry of a thread, which repeats its starter. */
const threadStarterType = 21;
const excerptChars = 70;

/** Shows the messages of a channel, and below each those of its thread, as `you` sees them. */
export function createDiscordView(
  discord: DiscordEmulator,
  you: string,
  nameOf: (id: string) => string | undefined,
): (place: string) => MessageView[] {
  const markdown = remembered(createDiscordMarkdown(nameOf));

  function viewOf(message: VisibleMessage, place: string, root: string | undefined): MessageView {
    const { id, author, ephemeralTo, pings, thinking, content } = message;
    const thread = discord.threads(place).find((one) => one.id === message.thread)?.name;
    return {
      id,
      place,
      root,
      author: nameOf(author) ?? author,
      by: author === you ? 'you' : author === discord.botUserId ? 'bot' : 'other',
      at: message.createdAt,
      html: thinking ? '<p class="small">Footnote is thinking…</p>' : markdown(content),
      edited: message.edits > 0,
      ephemeral: ephemeralTo !== undefined,
      context: contextOf(message),
      thread,
      reply: ephemeralTo !== undefined || thinking ? 'none' : thread === undefined ? 'message' : 'thread',
      buttons: discordButtons(message.components),
      files: message.attachments,
      warning: pingWarning(pings, nameOf),
    };
  }

  function contextOf({ interaction, replyTo }: VisibleMessage): string | undefined {
    if (interaction?.command !== undefined)
      return `${nameOf(interaction.user) ?? 'Somebody'} used /${interaction.command}`;
    if (replyTo === undefined) return undefined;
    const original = discord.message(replyTo);
    if (!original) return 'Reply to a deleted message';
    const letters = [...plainWords(original.content)];
    const excerpt = letters.slice(0, excerptChars).join('') + (letters.length > excerptChars ? '…' : '');
    return `Reply to ${nameOf(original.author) ?? 'somebody'}: ${excerpt}`;
  }

  function plainWords(content: string): string {
    return content
      .replace(/<@!?(\d+)>/g, (_, id: string) => `@${nameOf(id) ?? 'unknown'}`)
      .replace(/\]\(<?[^)\s]*\)/g, ']')
      .replace(/[*`#>\\]|-# /g, '')
      .replace(/\s+/g, ' ')
      .trim();
  }

  return (place) =>
    discord
      .messages(place)
      .flatMap((message) => {
        const replies = message.thread === undefined ? [] : discord.messages(message.thread);
        return [
          { message, root: undefined },
          ...replies
            .filter(({ type }) => type !== threadStarterType)
            .map((reply) => ({ message: reply, root: message.id })),
        ];
      })
      .filter(({ message: { ephemeralTo } }) => ephemeralTo === undefined || ephemeralTo === you)
      .map(({ message, root }) => viewOf(message, place, root));
}
