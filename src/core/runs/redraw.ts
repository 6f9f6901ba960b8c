import type { Answer } from '../answer/answer.ts';
import type { Opened, Part } from '../ports/place.ts';
import type { Question } from '../question/question.ts';
import { createLiveReply } from '../reply/live-reply.ts';
import type { AnsweringPorts } from './answering.ts';

/** An answer that stands in the messages of its reply. */
export interface ToRedraw<P extends Part> extends Pick<Opened<P>, 'reply' | 'render'> {
  readonly question: Question;
  readonly answer: Answer;
  /** There is a newer wording of the question. */
  readonly reworded: boolean;
}

/** Shows under an answer whether there is a newer wording, with one edit; where that is refused, the answer stays as it is. */
export async function redraw<P extends Part>(
  { question, answer, reply, render, reworded }: ToRedraw<P>,
  ports: AnsweringPorts,
): Promise<void> {
  const { footnotes } = await ports.history.load(question.conversation);
  const live = createLiveReply({
    ...ports,
    reply,
    render,
    // Whether there was an offer before is not known: it is written in any case.
    standing: { answer: { ...answer, reworded: !reworded }, earlier: footnotes },
    onWritten: () => {},
    onLost: () => {},
  });
  await live.finish({ ...answer, reworded }, footnotes);
}
