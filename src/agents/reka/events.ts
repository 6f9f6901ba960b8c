import type { AnswerEvent, Page } from '../../core/answer/answer.ts';
import { FootnoteError } from '../../core/errors.ts';
import { createStepReader, thoughtStep } from './steps.ts';
import type { RekaCompletion, RekaMessagePart } from './wire.ts';

/** Folds the chunks of one response into events. */
export interface AnswerReader {
  /** The events of one chunk, or of a whole response. */
  read(completion: RekaCompletion): AnswerEvent[];
  /** Whether the service said that the answer is whole. */
  finished(): boolean;
  /**
   * The events at the end; `whole` when `[DONE]` or a complete body was seen. Without that and without a finish reason
   * there is no `done`. Throws `protocol` when there was nothing to show.
   */
  end(whole: boolean): AnswerEvent[];
}

/** A delta that begins with everything so far repeats the answer, once there is enough of it to tell. */
const minRepeatedChars = 20;

/** A reader for one response. */
export function createAnswerReader(): AnswerReader {
  const steps = createStepReader();
  const cited = new Set<string>();
  let text = '';
  let isFinal = false;
  let reasoning = '';
  let finishReason: string | undefined;

  function readText(delta: string | undefined, whole: string | undefined): AnswerEvent[] {
    if (whole !== undefined && whole !== '') {
      isFinal = true;
      if (whole === text) return [];
      const replace = text !== '';
      text = whole;
      return [{ type: 'text', text, ...(replace && { replace }) }];
    }
    if (isFinal || delta === undefined || delta === '') return [];
    const next = append(text, delta);
    if (next.text === text) return [];
    text = next.text;
    return [next.replace ? { type: 'text', text, replace: true } : { type: 'text', text: delta }];
  }

  function readReasoning(delta: string | undefined): AnswerEvent[] {
    if (delta === undefined || delta === '') return [];
    reasoning = append(reasoning, delta).text;
    return [{ type: 'step', step: thoughtStep('reasoning', reasoning) }];
  }

  function readCitations(annotations: readonly Page[]): AnswerEvent[] {
    const citations = annotations.filter((page) => {
      const key = JSON.stringify([page.url, page.title]);
      return !cited.has(key) && cited.add(key);
    });
    return citations.length > 0 ? [{ type: 'citations', citations }] : [];
  }

  function readPart(part: RekaMessagePart, isWhole: boolean): AnswerEvent[] {
    return [
      ...steps.read(part.reasoning_steps).map((step): AnswerEvent => ({ type: 'step', step })),
      ...readReasoning(part.reasoning_content),
      ...(isWhole ? readText(undefined, part.content) : readText(part.content, undefined)),
      ...readCitations(part.annotations),
    ];
  }

  return {
    read({ choices, usage }) {
      const [choice] = choices;
      finishReason = choice?.finish_reason ?? finishReason;
      const events = [
        ...(choice?.delta ? readPart(choice.delta, false) : []),
        ...(choice?.message ? readPart(choice.message, true) : []),
      ];
      const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage ?? {};
      if (promptTokens !== undefined || completionTokens !== undefined)
        events.push({ type: 'usage', usage: { promptTokens, completionTokens } });
      return events;
    },
    finished: () => finishReason !== undefined,
    end(whole) {
      const isDone = whole || finishReason !== undefined;
      if (text.trim() === '' && (!isDone || reasoning.trim() === ''))
        throw new FootnoteError('protocol', 'Reka Research ended its response without an answer.');
      if (!isDone) return [];
      const events: AnswerEvent[] = steps.finish().map((step) => ({ type: 'step', step }));
      // 'length' is OpenAI's word for an answer that met the limit of its tokens; Reka documents only 'stop'.
      const complete = finishReason !== 'length';
      if (text.trim() !== '') return [...events, { type: 'done', complete, ...(!complete && { notice: 'cut-off' }) }];
      return [
        ...events,
        { type: 'text', text: reasoning, replace: true },
        { type: 'done', complete, notice: 'reasoning-only' },
      ];
    },
  };
}

/** Deltas, or finally the whole text once more. */
function append(held: string, delta: string): { readonly text: string; readonly replace: boolean } {
  const repeats = held.length >= minRepeatedChars && delta.startsWith(held);
  return repeats ? { text: delta, replace: true } : { text: held + delta, replace: false };
}
