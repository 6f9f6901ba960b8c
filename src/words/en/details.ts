import type { Step } from '../../core/answer/answer.ts';
import type { DetailWords } from '../words.ts';
import type { AgentNames } from './agent-names.ts';
import { count } from './amounts.ts';
import { sourceWords } from './answer.ts';
import { toolLabel } from './tools.ts';

/** What stands behind an answer. */
export function detailWords(agents: AgentNames): DetailWords {
  return {
    heading: (of) => (of === 'steps' ? 'Steps' : sourceWords.heading),
    nothingToList: (of) => (of === 'steps' ? 'This answer was written without any step.' : 'No page was delivered.'),
    stepTaken: (kind, detail) => stepTaken(kind, kind === 'tool' ? toolLabel(detail, agents) : detail),
    pagesFound: (pages) => `${count(pages, 'page')} found`,
    stepFailed: (error) => (error ? `⚠️ Failed: ${error}` : '⚠️ Failed without saying why.'),
    stepUnfinished: '⏹️ Not finished when the answer ended.',
    quoted: (text) => `“${text}”`,
    andMore: (entries) => `… and ${entries} more, which are too many to show here.`,
  };
}

function stepTaken(kind: Step['kind'], detail: string): string {
  switch (kind) {
    case 'thought':
      return `Thought: ${detail}`;
    case 'search':
      return `Searched: ${detail}`;
    case 'read':
      return `Read: ${detail}`;
    case 'tool':
      return `Used ${detail}`;
  }
}
