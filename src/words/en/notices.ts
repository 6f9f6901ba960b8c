import type { Failure, Notice } from '../../core/answer/answer.ts';
import type { AgentName } from '../../core/question/question.ts';
import type { NoticeWords } from '../words.ts';
import { type AgentNames, sentence } from './agent-names.ts';
import { duration } from './amounts.ts';

/** What a person must know about an answer. */
export function noticeWords(agents: AgentNames): NoticeWords {
  return {
    notice: (kind) => `⚠️ ${notices[kind]}`,
    stopped: (early) =>
      early ? '⏹️ Stopped before the answer began.' : '⏹️ Stopped. This is what had arrived until then.',
    failed: (failure, agent, afterText) =>
      `⚠️ ${afterText ? 'The answer above is incomplete. ' : ''}${whatFailed(failure, agent, agents)}`,
  };
}

const notices: Readonly<Record<Notice, string>> = {
  'cut-off': 'The connection ended early: this answer may be incomplete. Ask again to get it whole.',
  interrupted: 'The bot was interrupted: this is what had arrived until then. Ask again to get the whole answer.',
  'reasoning-only': 'The agent gave no final answer. This is its reasoning instead.',
  'not-remembered': 'This answer could not be stored: a follow-up question will not know it.',
  'not-structured':
    'The agent did not keep to the form of this template, so its answer is shown as text. Ask again to get it in that form.',
  'not-all-shown':
    'The rest of this answer could not be shown here. Invite the bot to the channel and ask again to read it whole.',
  'tool-limit':
    'The agent wanted to use more tools than one answer may, so this answer may be incomplete. Ask a narrower question to get further.',
  'left-out':
    'Not everything fitted into a request to the agent: earlier questions, results of its tools or the tools themselves were left out.',
};

const tellOperator = 'Please tell whoever runs this bot.';

/** One plain sentence for a failed answer, and what to do next. */
function whatFailed(failure: Failure, agent: AgentName | undefined, agents: AgentNames): string {
  return ofHint(failure, agent, agents) ?? ofKind(failure, agents.label(agent));
}

function ofHint({ hint, reason }: Failure, agent: AgentName | undefined, agents: AgentNames): string | undefined {
  switch (hint) {
    case 'waited-too-long':
      return 'This question waited too long for its turn, so it was not asked. Please ask it again.';
    case 'refused':
      return reason;
    case 'not-shown':
      return 'The answer could not be shown here, or not as it should be. Please ask again; if it happens again, tell whoever runs this bot.';
    case 'model-unavailable':
      return `${agents.label(agent)} does not offer the configured model to this key. ${tellOperator}`;
    case 'agent-not-found':
      return `${sentence(agents.the(agent))} was not found: its secret is wrong, or its service has moved. ${tellOperator}`;
    case 'api-moved':
      return `The service of ${agents.label(agent)} has moved. ${tellOperator}`;
    default:
      return undefined;
  }
}

function ofKind({ kind, retryAfterMs }: Failure, agent: string): string {
  const again = `Please ask again ${retryAfterMs === undefined ? 'in a minute' : `in ${duration(retryAfterMs)}`}.`;
  switch (kind) {
    case 'auth':
      return `${agent} refused the bot's key. ${tellOperator}`;
    case 'no-credit':
      return `The account at ${agent} has run out of credit. ${tellOperator}`;
    case 'rate-limited':
      return `${agent} is receiving too many questions right now. ${again}`;
    case 'timeout':
      return `${agent} took too long to answer. Please ask again, perhaps a narrower question.`;
    case 'upstream':
      return `${agent} cannot be reached or reports a fault. ${again}`;
    case 'protocol':
      return `${agent} sent something that could not be read. Please ask again; if it happens again, tell whoever runs this bot.`;
    case 'input':
      return `${agent} did not accept this question. Please ask it in other words.`;
    case 'storage':
      return 'The memory of this conversation cannot be read right now, so the question was not asked. Please ask again in a minute.';
    case 'stopped':
      return 'The bot was stopped before the answer was complete. Please ask again in a minute.';
    case 'platform':
    case 'config':
    case 'bug':
      return 'Something went wrong on the side of this bot. Please ask again; if it happens again, tell whoever runs it.';
  }
}
