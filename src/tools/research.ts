import { z } from 'zod';
import { type Answer, applyEvent, type Page, startAnswer } from '../core/answer/answer.ts';
import { newConversation } from '../core/answer/conversation.ts';
import { deliveredBy, noFootnotes, normaliseUrl } from '../core/answer/footnotes.ts';
import type { Asking } from '../core/asking/ask.ts';
import type { Refusal } from '../core/asking/policy.ts';
import { FootnoteError } from '../core/errors.ts';
import type { Agent, Tool, ToolContext, ToolResult } from '../core/ports/agent.ts';
import type { Clock } from '../core/ports/system.ts';
import { decodeChannelKey } from '../core/question/keys.ts';
import type { AgentName, Question } from '../core/question/question.ts';
import { createTool } from './create-tool.ts';
import { quoted, quotedBelow } from './quoted.ts';
import { howToCite, sourceLine } from './sources.ts';

const maxQuestionChars = 2000;

/** What researching works with. */
export interface ResearchToolOptions {
  /** The agent that looks things up. */
  readonly researcher: Pick<Agent, 'name'>;
  readonly asking: () => Asking;
  readonly clock: Clock;
}

/**
 * Lets the agent have a question researched (`research`) by another agent, which may charge for every call. It is asked in
 * the place of the question that it serves, and for the same person. The pages that it delivers count as delivered.
 */
export function createResearchTool(options: ResearchToolOptions): Tool {
  const { researcher } = options;
  return createTool({
    name: 'research',
    description:
      'Researches one question on the web and gives an answer with numbered sources. It takes about a minute and costs money: ask one precise, self-contained question, and only if you do not know the answer for sure.',
    args: z.strictObject({
      question: z.string().describe('The question, in full: the researcher knows nothing of this conversation.'),
    }),
    async run({ question: text }, context) {
      const asked = text.trim();
      if (asked === '' || asked.length > maxQuestionChars)
        return failed(`the question has to have 1 to ${maxQuestionChars} characters.`);
      const answer = await research(questionFor(asked, researcher.name, context.question), options, context);
      if ('refusal' in answer) return failed(answer.refusal.words);
      if (answer.text.trim() === '') throw new FootnoteError('protocol', `${researcher.name} gave no answer.`);
      return { text: report(answer, context), pages: pagesOf(answer) };
    },
  });
}

const failed = (why: string): ToolResult => ({ text: `Error: ${why}`, pages: [], failed: true });

/** The person's wishes hold for the research as well, but for a template: its answer would be no text. */
function questionFor(text: string, agent: AgentName, { options, ...question }: Question): Question {
  return { ...question, agent, text, options: options && { ...options, template: undefined } };
}

async function research(
  question: Question,
  { asking, clock }: ResearchToolOptions,
  { signal, report: show }: ToolContext,
): Promise<Answer | { readonly refusal: Refusal }> {
  const { platform } = decodeChannelKey(question.channelKey);
  const by = question.by ?? question.asker;
  const asked = await asking().ask({ question: { ...question, platform }, by, cause: 'tool' });
  if ('refusal' in asked) return asked;
  const { permission } = asked;
  try {
    let answer = startAnswer(question.agent, clock.now());
    for await (const event of permission.answer(question, newConversation(question.conversation), signal)) {
      signal.throwIfAborted();
      answer = applyEvent(answer, event);
      if (event.type === 'step') show(event.step);
    }
    return answer;
  } finally {
    permission.leave();
  }
}

/** The answer with those of its pages numbered that it refers to. */
function report(answer: Answer, { sources }: ToolContext): string {
  const delivered = deliveredBy(answer, noFootnotes);
  const linked = Array.from(answer.text.matchAll(/https?:\/\/(?:[^\s()<>"'\]]|\([^\s()]*\))+/gi), ([url]) => url);
  const cited = new Map<string, Page>();
  for (const url of [...linked, ...answer.citations.map((page) => page.url)]) {
    const page = delivered(url);
    if (page) cited.set(normaliseUrl(page.url) ?? page.url, page);
  }
  const lines = [...cited.values()].map((page) => sourceLine(sources.cite(page)));
  const end = answer.state === 'complete' ? [] : ['The answer broke off before its end.'];
  // A result that is too long is cut at its end, so that the numbers stand first.
  const list = lines.length > 0 ? ['Its sources:', ...lines, howToCite] : ['It named no sources.'];
  return [quotedBelow, ...list, 'Its answer:', quoted(answer.text), ...end].join('\n');
}

function pagesOf(answer: Answer): readonly Page[] {
  return [...answer.citations, ...answer.steps.flatMap(({ pages }) => pages)];
}
