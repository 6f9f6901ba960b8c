import { readFileSync } from 'node:fs';
import type { ReiRequestBody } from './request.ts';
import { callsOf, type ReiScript, toolCall } from './script.ts';

const topics = [
  { keywords: /\bAI\b.{0,12}\b(?:act|law|regulation)\b/i, file: 'ai-act.md', research: true },
  { keywords: /stak(e|ing)|ethereum|validator/i, file: 'staking.md' },
  { keywords: /halving|bitcoin/i, file: 'halving.md' },
  { keywords: /(?:)/, file: 'example.md' },
];

/** The answer comes whole, after about as long as a person would wait for a short one. */
const answerMs = 4_000;
/** A call of a tool is decided sooner. */
const callMs = 1_000;

/**
 * The prepared answer to a request, picked by the words of its last paragraph; an example text that says so when none
 * fits. Some topics are researched first, if there is a tool for it, and cite what it found.
 */
export function preparedReiAnswer({
  message,
  body,
  results,
}: {
  readonly message: string;
  readonly body: ReiRequestBody;
  readonly results: readonly string[];
}): ReiScript {
  const question = message.split('\n\n').at(-1) ?? message;
  const topic = topics.find(({ keywords }) => keywords.test(question));
  const hasResearch = (body.tools ?? []).some(({ function: tool }) => tool.name === 'research');
  if (topic?.research && hasResearch && results.length === 0) {
    const call = toolCall('call_research', 'research', { question: question.slice(0, 500) });
    return { ...callsOf([call], 'I will have this researched.'), delayMs: callMs };
  }
  const content = readFileSync(new URL(`answers/${topic?.file ?? 'example.md'}`, import.meta.url), 'utf8').trimEnd();
  return { kind: 'answer', content: withNumbers(content, results), delayMs: answerMs };
}

/** The text with every `{URL}` as the number that the results give this page, and without those that they do not name. */
function withNumbers(text: string, results: readonly string[]): string {
  const lines = results.flatMap((result) => result.split('\n'));
  return text.replace(/ ?\{(https:[^}\s]+)\}/g, (_, url: string) => {
    const [, number] = /\[(\d+)\]/.exec(lines.find((line) => line.endsWith(` ${url}`)) ?? '') ?? [];
    return number === undefined ? '' : ` [${number}]`;
  });
}
