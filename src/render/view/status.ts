import type { Answer, Step } from '../../core/answer/answer.ts';
import { normaliseUrl } from '../../core/answer/footnotes.ts';
import { shorten } from '../../core/shorten.ts';
import type { StatusWords, Words } from '../../words/words.ts';
import { withoutSchemes } from '../gate/addresses.ts';
import { visibleLine } from '../gate/characters.ts';
import { hostOf } from '../gate/links.ts';

/** Code points of what comes from outside in the line of a step. */
const maxDetail = 150;

/** The sentences about an answer that a person must read besides its text. */
export function noticesOf(answer: Answer, { notices }: Words): readonly string[] {
  const hasText = answer.text !== '';
  const said = answer.notices.map((kind) => notices.notice(kind));
  if (answer.state === 'stopped') said.push(notices.stopped(!hasText));
  if (answer.state === 'failed' && answer.failure) said.push(notices.failed(answer.failure, answer.agent, hasText));
  return said;
}

/** The line that says what happens now. */
export function statusOf(answer: Answer, hasText: boolean, { status }: Words): string {
  if (answer.wait) return status.waiting(answer.wait, answer.agent);
  if (hasText) return status.writing;
  const step = answer.steps.findLast(({ state }) => state === 'running') ?? answer.steps.at(-1);
  if (!step && answer.waitedMs !== undefined) return status.thinkingInParallel(answer.waitedMs);
  return step ? stepLine(step, status) : status.researching;
}

/** Text from outside as it may stand in a line of small print. */
function short(text: string): string;
function short(text: string | undefined): string | undefined;
function short(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shorten(withoutSchemes(visibleLine(text)), maxDetail);
}

function stepLine(step: Step, { step: line }: StatusWords): string {
  switch (step.kind) {
    case 'thought':
      return line('thought', short(step.text), 0);
    case 'search':
      return line('search', short(step.query), 0);
    case 'read':
      return line('read', short([...new Set(step.urls.map(hostOf))].join(', ')), step.urls.length);
    case 'tool':
      return line('tool', short(step.name), 0);
  }
}

/** The line that says how a finished answer came about; `undefined` for one that failed or was stopped before its first word. */
export function footerOf(answer: Answer, { status }: Words): string | undefined {
  const early = answer.text === '' && (answer.state === 'failed' || answer.state === 'stopped');
  if (answer.endedAt === undefined || early) return undefined;
  const searches = answer.steps.filter(({ kind }) => kind === 'search').length;
  const pages = new Set(answer.steps.flatMap((step) => (step.kind === 'read' ? step.urls : [])).map(normaliseUrl)).size;
  const { name, model, format } = answer.profile ?? {};
  const profile = { name: short(name), model: short(model), format: short(format) };
  return status.footer(answer.agent, { tookMs: answer.endedAt - answer.startedAt, searches, pages }, profile);
}
