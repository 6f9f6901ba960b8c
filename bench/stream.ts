import type { RekaAnswer, RekaScript } from '../emulators/reka/index.ts';
import { answerText, type CitedPage } from './answer-text.ts';

/** An agent's stream as the benchmark plays it. */
export interface StreamSpec {
  /** Length of the text in UTF-16 units. */
  readonly chars: number;
  readonly charsPerDelta: number;
  /** Between two deltas; 0 plays as fast as it is read. */
  readonly deltaMs: number;
  /** Between the agent's first step and its first text. */
  readonly thinkMs: number;
}

/** 12,000 characters in half a minute: 100 deltas a second of four characters. */
export const steadyStream = (chars: number): StreamSpec => ({ chars, charsPerDelta: 4, deltaMs: 10, thinkMs: 1500 });

/** The deltas of a text. */
export function deltasOf(text: string, charsPerDelta: number): string[] {
  const deltas: string[] = [];
  for (let at = 0; at < text.length; at += charsPerDelta) deltas.push(text.slice(at, at + charsPerDelta));
  return deltas;
}

/** How many items of {@link scriptOf} come before the text. */
export const itemsBeforeText = 2;

/** The stream for the emulator of Reka: a search with its pages, the text, the citations. */
export function scriptOf({ chars, charsPerDelta, deltaMs, thinkMs }: StreamSpec): RekaScript {
  const { text, pages } = answerText(chars);
  const call = { id: 'call_1', name: 'search_web', args: { query: 'tides' } };
  const before: RekaAnswer['items'] = [
    {
      steps: [{ role: 'assistant', content: null, reasoning_content: 'To begin with.', tool_calls: [call] }],
      delayMs: 1,
    },
    { steps: [found(pages)], delayMs: 1 },
  ];
  const deltas = deltasOf(text, charsPerDelta).map((delta, at) => ({
    text: delta,
    delayMs: at === 0 ? Math.max(1, thinkMs) : deltaMs,
  }));
  const after: RekaAnswer['items'] = [{ annotations: pages.map(annotationOf), delayMs: deltaMs }];
  // The first wait tells the player of the stream which of its streams begins.
  return { kind: 'answer', delayMs: 1, items: [...before, ...deltas, ...after] };
}

function found(pages: readonly CitedPage[]) {
  const output = pages.map((page) => ({ ...page, snippet: '', age: null }));
  return {
    role: 'tool',
    tool_call_id: 'call_1',
    content: { tool_name: 'search_web', tool_output: output, tool_error: null },
  };
}

function annotationOf({ url, title }: CitedPage) {
  return { type: 'url_citation', url_citation: { start_index: 0, end_index: 0, title, url } };
}
