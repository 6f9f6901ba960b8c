import type { Answer } from '../../core/answer/answer.ts';
import { type Control, controlsOf } from '../../core/answer/control.ts';

/** The buttons of one answer. */
export interface ButtonOptions {
  /** Comes back with every press, so that a button works after any restart. */
  readonly questionId: string;
  /** The controls that work where the answer stands. */
  readonly offered: readonly Control[];
}

/**
 * The controls that have a button under an answer. None where the question's id is longer than the platform takes: an
 * answer without buttons is better than one that is refused.
 */
export function controlsWithButton(answer: Answer, options: ButtonOptions, maxIdLength: number): readonly Control[] {
  if (options.questionId.length > maxIdLength) return [];
  return controlsOf(answer).filter((control) => options.offered.includes(control));
}
