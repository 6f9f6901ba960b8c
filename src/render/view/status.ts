import type { Answer, Step } from '../../core/answer/answer.ts';
import { normaliseUrl } from '../../core/answer/footnotes.ts';
import * as words from '../../words/en.ts';
import { withoutSchemes } from '../gate/addresses.ts';
import { visibleLine } from '../gate/characters.ts';
import { hostOf } from '../gate/links.ts';
import { shorten } from '../messages/cut.ts';

/** Code points of what comes from outside in the line of a step. */
const maxDetail = 150;

/** What a person must know about an answer besides its text, in the bot's words. */
export function noticesOf(answer: Answer): readonly string[] {
  const said = answer.notices.map((kind) => `⚠️ ${words.notice(kind)}`);
  if (answer.state === 'stopped') said.push(`⏹️ ${answer.text === '' ? words.stoppedEarly : words.stopped}`);
  if (answer.state === 'failed' && answer.failure) {
    const before = answer.text === '' ? '' : `${words.failedAfterText} `;
    said.push(`⚠️ ${before}${words.failure(answer.failure, answer.agent)}`);
  }
  return said;
}

/** What happens now, in one line. */
export function statusOf(answer: Answer, hasText: boolean): string {
  if (answer.wait) return `⏳ ${words.waiting(answer.wait, answer.agent)}`;
  if (hasText) return `✍️ ${words.writing}`;
  const step = answer.steps.findLast(({ state }) => state === 'running') ?? answer.steps.at(-1);
  if (!step && answer.waitedMs !== undefined) return `🧠 ${words.thinkingInParallel(answer.waitedMs)}`;
  return `🔎 ${step ? stepLine(step) : words.researching}`;
}

/** Text from outside as it may stand in a line of small print. */
function short(text: string): string;
function short(text: string | undefined): string | undefined;
function short(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shorten(withoutSchemes(visibleLine(text)), maxDetail);
}

function stepLine(step: Step): string {
  switch (step.kind) {
    case 'thought':
      return words.stepLine('thought', short(step.text), 0);
    case 'search':
      return words.stepLine('search', short(step.query), 0);
    case 'read':
      return words.stepLine('read', short([...new Set(step.urls.map(hostOf))].join(', ')), step.urls.length);
    case 'tool':
      return words.stepLine('tool', short(step.name), 0);
  }
}

/** How a finished answer came about, in one line; `undefined` for one that failed or was stopped before its first word. */
export function footerOf(answer: Answer): string | undefined {
  const early = answer.text === '' && (answer.state === 'failed' || answer.state === 'stopped');
  if (answer.endedAt === undefined || early) return undefined;
  const searches = answer.steps.filter(({ kind }) => kind === 'search').length;
  const pages = new Set(answer.steps.flatMap((step) => (step.kind === 'read' ? step.urls : [])).map(normaliseUrl)).size;
  const { name, model, format } = answer.profile ?? {};
  const profile = { name: short(name), model: short(model), format: short(format) };
  return words.footer(answer.agent, answer.endedAt - answer.startedAt, searches, pages, profile);
}
