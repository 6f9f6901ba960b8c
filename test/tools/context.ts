import type { Step } from '../../src/core/answer/answer.ts';
import { newConversation } from '../../src/core/answer/conversation.ts';
import { createFootnotes, type Footnote } from '../../src/core/answer/footnotes.ts';
import type { ToolContext } from '../../src/core/ports/agent.ts';
import type { Question } from '../../src/core/question/question.ts';
import { questionOf, threadKey } from '../core/fakes.ts';
import { reigent } from '../core/known-agents.ts';

/** A call in a conversation with these sources, and what it reports. */
export function callIn(footnotes: readonly Footnote[] = [], question: Partial<Question> = {}) {
  const list = { footnotes, nextNumber: footnotes.length + 1 };
  const reported: Step[] = [];
  const stop = new AbortController();
  const context: ToolContext = {
    question: questionOf('q1', { agent: reigent, ...question }),
    conversation: { ...newConversation(threadKey('1')), footnotes: list },
    sources: createFootnotes(list),
    signal: stop.signal,
    report: (step) => reported.push(step),
  };
  return { context, reported, stop };
}
