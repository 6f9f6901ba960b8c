import { type ConversationLimits, recentTurns, type Turn } from '../../core/answer/conversation.ts';

/** A message as Reka Research takes it: no other role, text only. */
export interface RekaMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/**
 * The question after the newest turns, as strictly alternating messages that begin and end with `user`. An answer that
 * failed or is empty is left out, and its question joins the next one.
 */
export function rekaMessages(question: string, turns: readonly Turn[], limits: ConversationLimits): RekaMessage[] {
  const messages: RekaMessage[] = [];
  const add = ({ role, content }: RekaMessage) => {
    const last = messages.at(-1);
    if (last?.role === role) messages[messages.length - 1] = { role, content: `${last.content}\n\n${content}` };
    else messages.push({ role, content });
  };
  for (const turn of recentTurns(turns, limits)) {
    if (turn.question.trim() === '') continue;
    add({ role: 'user', content: turn.question });
    if (turn.state !== 'failed' && turn.answer.trim() !== '') add({ role: 'assistant', content: turn.answer });
  }
  add({ role: 'user', content: question });
  return messages;
}
