import type { Presser } from '../ports/platform.ts';
import type { Ledger, Run } from '../ports/stores.ts';
import { type ChannelKey, channelOf } from '../question/keys.ts';
import type { Question } from '../question/question.ts';

/** Whether a question was asked, or is answered, in this channel: a button does not reach into another one. */
export function isFrom({ channelKey, conversation }: Question, channel: ChannelKey): boolean {
  return channelKey === channel || channelOf(conversation) === channel;
}

/** Whether somebody may stop an answer, or have it written again. Until finer rules exist it is its asker's and the moderators'. */
export async function mayChange(question: Question, by: Presser): Promise<boolean> {
  return question.asker.id === by.userId || (await by.mayModerate());
}

/** The record of the answer under which a button was pressed; nothing of it where it is not the channel's own. */
export async function findPressed(
  { questionId, channelKey }: { readonly questionId: string; readonly channelKey: ChannelKey },
  ledger: Pick<Ledger, 'find'>,
): Promise<Run | undefined> {
  const run = await ledger.find(questionId);
  return run?.question && isFrom(run.question, channelKey) ? run : undefined;
}
