import type { PlaceWords } from '../../../words/words.ts';

/** Finds the names behind the ids of a message; `undefined` where it was not delivered. */
export interface Names {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** Mentions of people, roles and channels, and custom emoji (Discord, "Message Formatting"). */
export const tokens = /<(?:(@!?|@&|#)(\d+)|a?(:\w+:)\d+)>/g;

/** What a person said: without the mention of the bot, with names in place of the ids of people, roles, channels and emoji. */
export function readText(content: string, botId: string, names: Names, words: PlaceWords): string {
  const mention = `<@!?${botId}>`;
  return content
    .replace(new RegExp(`^\\s*${mention}\\s*[,:]?`), '')
    .replace(new RegExp(`[ \\t]*${mention}[ \\t]*`, 'g'), ' ')
    .replace(tokens, (_, sigil: string | undefined, id: string, emoji: string | undefined) => {
      if (sigil === undefined) return emoji ?? '';
      if (sigil === '#') return `#${names.channel(id) ?? words.channel}`;
      return `@${(sigil === '@&' ? names.role(id) : names.user(id)) ?? words.someone}`;
    })
    .trim();
}
