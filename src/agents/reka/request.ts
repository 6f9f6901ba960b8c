import type { ConversationLimits, Turn } from '../../core/answer/conversation.ts';
import type { Question } from '../../core/question/question.ts';
import type { Template } from '../../core/question/template.ts';
import { rekaMessages } from './messages.ts';
import { researchSettings } from './research-settings.ts';
import { responseFormat, structuredQuestion } from './structured.ts';

/** What a request says besides its question. */
export interface RekaRequestOptions {
  readonly model: string;
  /** Whether the answer is to come in pieces. */
  readonly stream: boolean;
  /** How much of the conversation is sent. */
  readonly limits: ConversationLimits;
  /** For a structured answer. */
  readonly template: Template | undefined;
}

/** The body of a request (Reka Research, "Chat Completions"). */
export function rekaRequest(question: Question, turns: readonly Turn[], options: RekaRequestOptions): object {
  const { model, stream, limits, template } = options;
  const research = researchSettings(question.options);
  const text = template ? structuredQuestion(question.text, template) : question.text;
  return {
    model,
    messages: rekaMessages(text, turns, limits),
    stream,
    ...(research && { research }),
    ...(template && { response_format: responseFormat(template) }),
  };
}
