import type { FullPlace, Phrases } from '../../core/ports/phrases.ts';
import type { AgentNames } from './agent-names.ts';
import { count } from './amounts.ts';
import { help, whatWasLearned } from './help.ts';
import { sharedPlaces } from './status.ts';
import { whatIsWrong } from './wrong-option.ts';

/** What the bot says besides answers. */
export function phrases(agents: AgentNames): Phrases {
  return {
    help: (answering) => help(answering, agents),
    agentOff: (agent) => `${agents.label(agent)} is not set up here. Please tell whoever runs this bot.`,
    tooMany,
    wrongOption: (problem) => `${whatIsWrong(problem, agents)} Nothing was asked.`,
    forgotten: (found, setUp) =>
      found
        ? [forgotten, ...setUp.flatMap((agent) => whatWasLearned(agent, agents))].join(' ')
        : 'There was nothing to forget: I remember nothing of this conversation.',
    forgottenInChannel: (conversations) =>
      conversations === 0
        ? 'There was nothing to forget: I remember no conversation in this channel that you began.'
        : `Forgotten: ${count(conversations, 'conversation')} in this channel that you began. The messages stay until you delete them.`,
    ...fixed,
  };
}

const forgotten =
  'Forgotten: I remember nothing of this conversation any more. The messages stay until you delete them.';

function tooMany({ by, open }: FullPlace): string {
  const again = 'This one was not taken in: please ask it again when one of them is answered.';
  const questions = count(open, 'question');
  if (by === 'person') return `You have ${questions} open, as many as one person may. ${again}`;
  const where = by === 'conversation' ? 'this conversation' : sharedPlaces[by];
  return `${questions} of ${where} are waiting or being answered, as many as there may be. ${again}`;
}

const fixed = {
  storeUnreachable:
    'The memory of this bot cannot be reached right now, so nothing was changed. Please try again in a minute.',
  newConversation: 'The next question begins a new conversation.',
  newConversationHere: 'Every new thread is a new conversation: just ask outside this one.',
  restarting: 'I am restarting. Please ask again in a minute.',
  notNow: 'The answer could not be begun just now. Please ask again in a minute.',
  cannotReply:
    'I cannot answer here: I am not allowed to write in this channel. Please invite me or ask an administrator.',
  mayNotStop: 'Only the person who asked, or somebody who may manage messages here, can stop this answer.',
  mayNotAskAgain: 'Only the person who asked, or somebody who may manage messages here, can have this asked again.',
  alreadyEnded: 'This answer has ended already.',
  nothingToRetry: 'There is nothing to retry: this question is being answered, or its answer is complete.',
  nothingToReword: 'There is no new wording to ask: it was asked already, or the edit was taken back.',
  nothingKept: 'I remember nothing of this answer any more. Please ask the question again.',
  pressFailed: 'That did not work just now. Please try again in a minute.',
} as const satisfies Partial<Phrases>;
