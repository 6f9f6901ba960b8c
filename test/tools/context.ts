import type { Step } from '../../src/core/answer/answer.ts';
import { newConversation } from '../../src/core/answer/conversation.ts';
import { createFootnotes, type Footnote } from '../../src/core/answer/footnotes.ts';
import { type Asking, createAsking } from '../../src/core/asking/ask.ts';
import type { Policy } from '../../src/core/asking/policy.ts';
import type { Agent, ToolContext } from '../../src/core/ports/agent.ts';
import type { Question } from '../../src/core/question/question.ts';
import { createFakeLogger, createFakeMetrics, questionOf, threadKey } from '../core/fakes.ts';
import { reigent } from '../core/known-agents.ts';
import { english } from '../words/english.ts';

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

/** Asks this agent, as far as these policies let it. */
export function askingOf(agent: Agent, ...policies: readonly Policy[]): Asking {
  const { logger } = createFakeLogger();
  const { metrics } = createFakeMetrics();
  return createAsking({ agents: new Map([[agent.name, agent]]), policies, phrases: english, metrics, logger });
}
