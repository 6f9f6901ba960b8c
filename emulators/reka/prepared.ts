import { readFileSync } from 'node:fs';
import type { RekaAnswer, RekaItem } from './script.ts';
import { type PreparedPage, topics } from './topics.ts';

/** Waits of a prepared answer in milliseconds, about as long as a person would see them at a real service. */
const thinkMs = 300;
const searchMs = 700;
const readMs = 900;
const wordMs = 16;
const parallelMs = 12_000;

/**
 * The prepared answer to a question, picked by the words in it; an example text that says so when none fits. A question
 * about a failing connection is answered by one: it breaks off in the middle. With the name of a JSON Schema the answer is
 * in that form where one was prepared, else in words: the service may fail to keep to a schema as well. Thinking in parallel
 * takes its time.
 */
export function preparedAnswer(question: string, schemaName?: string, isParallel = false): RekaAnswer {
  const whole = { ...wholeAnswer(question, schemaName), ...(isParallel && { delayMs: parallelMs }) };
  if (!/\b(?:connection|network) (?:fails|breaks)\b/i.test(question)) return whole;
  return { ...whole, items: whole.items.slice(0, Math.ceil(whole.items.length / 2)), ending: 'reset' };
}

function wholeAnswer(question: string, schemaName: string | undefined): RekaAnswer {
  const topic = topics.find(({ keywords }) => keywords.test(question)) ?? topics.at(-1);
  if (!topic) throw new Error('there is no prepared answer');
  const file = (schemaName === undefined ? undefined : topic.structured?.[schemaName]) ?? topic.file;
  const text = readFileSync(new URL(`answers/${file}`, import.meta.url), 'utf8').trimEnd();
  const searches = topic.searches.flatMap(({ thought, query, pages }, at) =>
    toolSteps(`call_search_${at + 1}`, thought, 'search_web', { query }, pages.map(searchOutput), searchMs),
  );
  const { read } = topic;
  const reading = read
    ? toolSteps(
        'call_read_1',
        read.thought,
        'analyze',
        { urls: read.urls, task: read.task },
        read.urls.map(readOutput),
        readMs,
      )
    : [];
  const words = text.match(/\s*\S+\s*?(?=\s|$)/g) ?? [];
  return {
    kind: 'answer',
    items: [
      ...searches,
      ...reading,
      ...words.map((word) => ({ text: word, delayMs: wordMs })),
      {
        annotations: annotationsOf(
          text,
          topic.searches.flatMap(({ pages }) => pages),
        ),
      },
    ],
  };
}

function toolSteps(
  id: string,
  thought: string,
  tool: string,
  args: object,
  output: unknown[],
  tookMs: number,
): RekaItem[] {
  const call = { role: 'assistant', content: null, reasoning_content: thought, tool_calls: [{ id, name: tool, args }] };
  const result = {
    role: 'tool',
    tool_call_id: id,
    content: { tool_name: tool, tool_output: output, tool_error: null },
  };
  return [
    { steps: [call], delayMs: thinkMs },
    { steps: [result], delayMs: tookMs },
  ];
}

const searchOutput = ({ url, title, snippet }: PreparedPage) => ({ url, title, snippet, age: null });
const readOutput = (url: string) => ({ url, analysis: 'The page was read by nobody: this is an emulator.' });

/** One annotation for each inline link, with its place in code points as the service most likely counts them. */
function annotationsOf(text: string, pages: readonly PreparedPage[]): object[] {
  const codePoints = (end: number) => [...text.slice(0, end)].length;
  return [...text.matchAll(/\[[^\]]*\]\((https?:\/\/(?:[^\s()]|\([^\s()]*\))+)\)/g)].map(
    ({ 0: link, 1: url, index }) => ({
      type: 'url_citation',
      url_citation: {
        start_index: codePoints(index),
        end_index: codePoints(index + link.length),
        title: pages.find((page) => page.url === url)?.title ?? '',
        url,
      },
    }),
  );
}
