import type { RekaAnswer } from '../../emulators/reka/index.ts';

interface FoundPage {
  readonly url: string;
  readonly title: string;
  readonly snippet: string;
  readonly age: string | null;
}

/** A page as Reka's search delivers it. */
export const page = (path: string, title: string): FoundPage => ({
  url: `https://example.org/${path}`,
  title,
  snippet: `About ${title}`,
  age: null,
});

/** The steps of one search that found these pages, in Reka's form. */
export function searched(query: string, pages: readonly FoundPage[]) {
  const id = `call_${query.replaceAll(' ', '_')}`;
  return [
    {
      steps: [
        {
          role: 'assistant',
          reasoning_content: 'I will search.',
          tool_calls: [{ id, name: 'search_web', args: { query } }],
        },
      ],
    },
    {
      steps: [
        { role: 'tool', tool_call_id: id, content: { tool_name: 'search_web', tool_output: pages, tool_error: null } },
      ],
    },
  ];
}

/** An answer that searched first and then arrives in pieces. */
export function streamed(texts: readonly string[], delayMs = 5): RekaAnswer {
  const pages = [page('one', 'Page one'), page('two', 'Page two')];
  return { kind: 'answer', items: [...searched('example query', pages), ...texts.map((text) => ({ text, delayMs }))] };
}
