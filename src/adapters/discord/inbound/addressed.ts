import type { SaidMessage } from '../said.ts';

/**
 * Why a message is for the bot; `undefined` when it is not. A `follow-up` is for it only in a thread that began with a
 * question to the bot, which its text does not tell.
 */
export function addressed(
  message: SaidMessage,
  botId: string,
  messageContent: boolean,
): 'direct-message' | 'mention' | 'follow-up' | undefined {
  if (!message.fromPerson || message.author.id === botId) return undefined;
  if (message.place.kind === 'direct-message') return 'direct-message';
  if (message.mentions.includes(botId)) return 'mention';
  const toOthers = message.mentions.length > 0 || message.mentionsGroup;
  const perhaps = messageContent && message.place.kind === 'thread' && !toOthers && message.text !== '';
  return perhaps ? 'follow-up' : undefined;
}

/**
 * Whether Discord kept the words of a reply to itself: without the privileged intent it does so for replies to the
 * response of a command, although they ping the bot.
 */
export function isBlanked({ content, repliesTo, mentions }: SaidMessage): boolean {
  return content === '' && repliesTo !== undefined && mentions.length > 0;
}
