import type { RunChange } from '../../core/ports/stores.ts';
import { now } from './schema.ts';

/** The columns that a change sets, with what it sets them to. */
export function valuesOf({ state, question, address, answer, said }: RunChange): Record<string, string> {
  return {
    ...(state && { state }),
    ...(question && {
      question: JSON.stringify(question),
      conversation: question.conversation,
      channel_key: question.channelKey,
      asker_id: question.asker.id,
    }),
    ...(address && { address: JSON.stringify(address) }),
    ...(answer && { answer: JSON.stringify(answer) }),
    ...(said !== undefined && { said }),
  };
}

/**
 * The one statement that sets all of a change, of a run that belongs to `:owner`. It names only the columns that change:
 * naming others would rewrite their indexes. A forgotten run takes no question and no answer any more, and a run that ends
 * without a question is forgotten at once, since nothing would say whose it is.
 */
export function updateOf({ state, question }: RunChange, changed: readonly string[]): string {
  const mayLackQuestion = state === 'ended' && !question;
  // What was forgotten has no question either.
  const isForgotten = mayLackQuestion ? 'question IS NULL' : 'said IS NULL';
  const sets = changed.map((column) => {
    const isKept = column === 'state' || column === 'address';
    return isKept ? `${column} = :${column}` : `${column} = iif(${isForgotten}, NULL, :${column})`;
  });
  for (const column of mayLackQuestion ? ['said', 'answer', 'reworded'] : []) {
    if (!changed.includes(column)) sets.push(`${column} = iif(${isForgotten}, NULL, ${column})`);
  }
  return `UPDATE runs SET ${[`updated_at = ${now}`, ...sets].join(', ')} WHERE id = :id AND owner = :owner`;
}
