import type { AgentProfile, Scope, Step, Wait } from '../../core/answer/answer.ts';
import type { Effort, StatusWords } from '../words.ts';
import type { AgentNames } from './agent-names.ts';
import { count, duration } from './amounts.ts';
import { toolLabel } from './tools.ts';

/** How an answer is coming along. */
export function statusWords(agents: AgentNames): StatusWords {
  return {
    researching: '🔎 Researching…',
    waiting: (wait, agent) => `⏳ ${waitingFor(wait, agents.label(agent))}`,
    thinkingInParallel: (elapsedMs) =>
      elapsedMs < 1000 ? '🧠 Thinking in parallel…' : `🧠 Thinking in parallel… ${duration(elapsedMs)}`,
    step: (kind, detail, pages) => `🔎 ${stepLine(kind, kind === 'tool' ? toolLabel(detail, agents) : detail, pages)}`,
    writing: '✍️ Writing…',
    footer: (agent, took, profile) => footer(agent && agents.label(agent), took, profile),
  };
}

function waitingFor(wait: Wait, agent: string): string {
  switch (wait.for) {
    case 'turn':
      return wait.ahead === 1
        ? 'Waiting for the answer before this one…'
        : `Waiting for the ${wait.ahead} answers before this one…`;
    case 'agent':
      return `Waiting for ${agent}: it takes ${count(wait.perMinute, 'question')} a minute…`;
    case 'person':
      return `Waiting: you have ${count(wait.running, 'question')} running, as many as one person may…`;
    default:
      return `Waiting: ${count(wait.running, 'question')} of ${sharedPlaces[wait.for]} are being answered, as many as may be at a time…`;
  }
}

/** The places that share a limit. */
export const sharedPlaces: Readonly<Record<Exclude<Scope, 'person'>, string>> = {
  channel: 'this channel',
  workspace: 'this workspace or server',
  process: 'this bot',
};

function stepLine(kind: Step['kind'], detail: string, pages: number): string {
  switch (kind) {
    case 'thought':
      return `Thinking: ${detail}`;
    case 'search':
      return `Searching: ${detail}`;
    case 'read':
      return pages > 1 ? `Reading ${count(pages, 'page')}: ${detail}` : `Reading: ${detail}`;
    case 'tool':
      return `Using ${detail}`;
  }
}

function footer(
  agent: string | undefined,
  { tookMs, searches, pages }: Effort,
  { name, model, format }: AgentProfile = {},
): string {
  const who = name === undefined ? agent : `${agent} ${name}`;
  const parts = [who, model, format, duration(tookMs)].filter((part) => part !== undefined);
  if (searches > 0) parts.push(count(searches, 'search', 'searches'));
  if (pages > 0) parts.push(count(pages, 'page'));
  return parts.join(' · ');
}
