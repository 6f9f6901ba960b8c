import type { AnswerEvent } from '../../core/answer/answer.ts';
import type { Template } from '../../core/question/template.ts';
import { findJsonObject } from './json-object.ts';

/** `response_format` of a request, as docs.reka.ai's page on structured output has it. */
export function responseFormat({ name, schema }: Template) {
  return { type: 'json_schema', json_schema: { name, strict: true, schema } };
}

/** The question with the form of its answer: the documentation advises to describe that in the prompt as well. */
export function structuredQuestion(question: string, { instruction, schema }: Template): string {
  const form = 'Answer with one JSON object of this schema and with nothing else:';
  return `${question}\n\n${instruction}\n${form}\n${JSON.stringify(schema)}`;
}

/** Turns the events of an answer that should be JSON into those that people can be shown. */
export interface StructuredReader {
  /** Everything but text goes through at once; the text is held back until `done`. */
  read(event: AnswerEvent): AnswerEvent[];
  /** What is still held back: for events that end without `done`. */
  rest(): AnswerEvent[];
}

/** A reader for one answer. */
export function createStructuredReader({ name, fits }: Template): StructuredReader {
  let text = '';

  function take(): string {
    const held = text;
    text = '';
    return held;
  }

  function rest(): AnswerEvent[] {
    const held = take();
    if (held.trim() === '') return [];
    const value = findJsonObject(held, fits);
    if (value) return [{ type: 'data', data: { template: name, value } }];
    return [{ type: 'text', text: held.trimStart().startsWith('{') ? `\`\`\`json\n${held}\n\`\`\`` : held }];
  }

  return {
    read(event) {
      if (event.type === 'text') {
        text = event.replace ? event.text : text + event.text;
        return [];
      }
      if (event.type !== 'done') return [event];
      if (event.notice === 'reasoning-only') return [{ type: 'text', text: take() }, event];
      const shown = rest();
      if (event.notice || shown.some(({ type }) => type === 'data')) return [...shown, event];
      return [...shown, { ...event, notice: 'not-structured' }];
    },
    rest,
  };
}
