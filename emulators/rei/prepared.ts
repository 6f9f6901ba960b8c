import { readFileSync } from 'node:fs';
import type { ReiScript } from './script.ts';

const topics = [
  { keywords: /stak(e|ing)|ethereum|validator/i, file: 'staking.md' },
  { keywords: /halving|bitcoin/i, file: 'halving.md' },
  { keywords: /(?:)/, file: 'example.md' },
];

/** The answer comes whole, after about as long as a person would wait for a short one. */
const answerMs = 4_000;

/** The prepared answer to a message, picked by the words of its last paragraph; an example text that says so when none fits. */
export function preparedReiAnswer(message: string): ReiScript {
  const question = message.split('\n\n').at(-1) ?? message;
  const file = topics.find(({ keywords }) => keywords.test(question))?.file ?? 'example.md';
  const content = readFileSync(new URL(`answers/${file}`, import.meta.url), 'utf8').trimEnd();
  return { kind: 'answer', content, delayMs: answerMs };
}
