import type { AgentProfile, Failure, Notice, Scope, Step, Wait } from '../core/answer/answer.ts';
import type { Control } from '../core/answer/control.ts';
import type { Phrases, Refusal } from '../core/ports/phrases.ts';
import type { AgentName } from '../core/question/question.ts';
import { whatIsWrong } from './en-options.ts';

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** "12 s", "2 min 5 s": a duration in milliseconds as people say it. */
function duration(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** How an agent is called where people read it. */
const agentLabels: Readonly<Record<AgentName, string>> = { research: 'Reka Research', reigent: 'Reigent' };

/** How the tools that come with the bot are called in the line of a step. */
const toolLabels = new Map([
  ['research', 'Reka Research'],
  ['conversation_sources', 'the sources of this conversation'],
  ['read_source', 'a source of this conversation'],
  ['current_time', 'the clock'],
]);

/** The line of an answer of which nothing is known yet. */
export const researching = 'Researching…';

/** The line of a question that was not asked yet. */
export function waiting(wait: Wait, agent: AgentName): string {
  switch (wait.for) {
    case 'turn':
      return wait.ahead === 1
        ? 'Waiting for the answer before this one…'
        : `Waiting for the ${wait.ahead} answers before this one…`;
    case 'agent':
      return `Waiting for ${agentLabels[agent]}: it takes ${count(wait.perMinute, 'question')} a minute…`;
    case 'person':
      return `Waiting: you have ${count(wait.running, 'question')} running, as many as one person may…`;
    default:
      return `Waiting: ${count(wait.running, 'question')} of ${sharedPlaces[wait.for]} are being answered, as many as may be at a time…`;
  }
}

const sharedPlaces: Readonly<Record<Exclude<Scope, 'person'>, string>> = {
  channel: 'this channel',
  workspace: 'this workspace or server',
  process: 'this bot',
};

/** To a question that was not taken in because too many are open. */
function tooMany({ by, open }: Refusal): string {
  const again = 'This one was not taken in: please ask it again when one of them is answered.';
  const questions = count(open, 'question');
  if (by === 'person') return `You have ${questions} open, as many as one person may. ${again}`;
  const where = by === 'conversation' ? 'this conversation' : sharedPlaces[by];
  return `${questions} of ${where} are waiting or being answered, as many as there may be. ${again}`;
}

/** The line of an answer that comes whole at its end. */
export const thinkingInParallel = (elapsedMs: number) =>
  elapsedMs < 1000 ? 'Thinking in parallel…' : `Thinking in parallel… ${duration(elapsedMs)}`;

/** The line while text arrives. */
export const writing = 'Writing…';

/** The live line of a step. What comes from outside (`detail`) is made safe and short by the renderer before. */
export function stepLine(kind: Step['kind'], detail: string, pages: number): string {
  switch (kind) {
    case 'thought':
      return `Thinking: ${detail}`;
    case 'search':
      return `Searching: ${detail}`;
    case 'read':
      return pages > 1 ? `Reading ${count(pages, 'page')}: ${detail}` : `Reading: ${detail}`;
    case 'tool':
      return `Using ${toolLabels.get(detail) ?? detail}`;
  }
}

/** The heading of the list of footnotes. */
export const sourcesHeading = 'Sources';

/** The heading of the pages that were found but not cited. */
export const alsoConsulted = 'Also consulted';

/** The end of a list of pages that names only some. */
export const andMorePages = (pages: number) => `and ${count(pages, 'more page')}`;

/** The notification text of the second and later messages of an answer. */
export const continued = (part: number) => `The answer, part ${part}`;

/** The small line under a finished answer. `profile`: what comes from outside in it is made safe and short before. */
export function footer(
  agent: AgentName,
  tookMs: number,
  searches: number,
  pages: number,
  { name, model, format }: AgentProfile = {},
): string {
  const who = name === undefined ? agentLabels[agent] : `${agentLabels[agent]} ${name}`;
  const parts = [who, model, format, duration(tookMs)].filter((part) => part !== undefined);
  if (searches > 0) parts.push(count(searches, 'search', 'searches'));
  if (pages > 0) parts.push(`${count(pages, 'page')}`);
  return parts.join(' · ');
}

/** What a person must know about an answer. */
export function notice(kind: Notice): string {
  switch (kind) {
    case 'cut-off':
      return 'The connection ended early: this answer may be incomplete. Ask again to get it whole.';
    case 'interrupted':
      return 'The bot was interrupted: this is what had arrived until then. Ask again to get the whole answer.';
    case 'reasoning-only':
      return 'The agent gave no final answer. This is its reasoning instead.';
    case 'not-remembered':
      return 'This answer could not be stored: a follow-up question will not know it.';
    case 'not-structured':
      return 'The agent did not keep to the form of this template, so its answer is shown as text. Ask again to get it in that form.';
    case 'not-all-shown':
      return 'The rest of this answer could not be shown here. Invite the bot to the channel and ask again to read it whole.';
    case 'tool-limit':
      return 'The agent wanted to use more tools than one answer may, so this answer may be incomplete. Ask a narrower question to get further.';
    case 'left-out':
      return 'Not everything fitted into a request to the agent: earlier questions, results of its tools or the tools themselves were left out.';
  }
}

/** A value of a structured answer that is true or false. */
export const yesOrNo = (value: boolean) => (value ? 'yes' : 'no');

/** A field of a structured answer without a value. */
export const noValue = '–';

/** The end of the visible part of a long answer. `working`: the rest is still being written. */
export const restInFile = (working: boolean) =>
  working
    ? 'This answer is long: all of it will come as a file.'
    : 'This answer is long: all of it, with all sources, is in the attached file answer.md.';

/** The words on a button; the platforms take at most 75 characters. */
export function controlLabel(control: Control): string {
  switch (control) {
    case 'stop':
      return 'Stop';
    case 'retry':
      return 'Retry';
    case 'reword':
      return 'Ask again with the new wording';
    case 'sources':
      return 'Sources';
    case 'steps':
      return 'Steps';
  }
}

/** The heading of the list of steps. */
export const stepsHeading = 'Steps';

/** What a step did. What comes from outside (`detail`) is made safe and short by the renderer before. */
export function stepTaken(kind: Step['kind'], detail: string): string {
  switch (kind) {
    case 'thought':
      return `Thought: ${detail}`;
    case 'search':
      return `Searched: ${detail}`;
    case 'read':
      return `Read: ${detail}`;
    case 'tool':
      return `Used ${toolLabels.get(detail) ?? detail}`;
  }
}

/** How many pages a step brought. */
export const pagesFound = (pages: number) => `${count(pages, 'page')} found`;

/** A step that failed: what its tool reported, made safe before; `undefined` when it did not say. */
export const stepFailed = (error: string | undefined) => (error ? `Failed: ${error}` : 'Failed without saying why.');

/** A step that was still going on when the answer ended. */
export const stepUnfinished = 'Not finished when the answer ended.';

/** To Steps or Sources where there is nothing to list. */
export const noneToList = { steps: 'This answer was written without any step.', sources: 'No page was delivered.' };

/** The end of a list of details that is too long to be shown. */
export const andMore = (entries: number) => `… and ${entries} more, which are too many to show here.`;

/** The mark of an answer that was stopped. */
export const stopped = 'Stopped. This is what had arrived until then.';

/** The mark of a stopped answer of which nothing had arrived. */
export const stoppedEarly = 'Stopped before the answer began.';

/** Says that partial text stands above a failure. */
export const failedAfterText = 'The answer above is incomplete.';

/** One plain sentence for a failed answer: what happened and what to do next. */
export function failure({ kind, hint, retryAfterMs }: Failure, agent: AgentName): string {
  const who = agentLabels[agent];
  const wait = retryAfterMs === undefined ? 'in a minute' : `in ${duration(retryAfterMs)}`;
  if (hint === 'waited-too-long')
    return 'This question waited too long for its turn, so it was not asked. Please ask it again.';
  if (hint === 'not-shown')
    return 'The answer could not be shown here, or not as it should be. Please ask again; if it happens again, tell whoever runs this bot.';
  if (hint === 'model-unavailable')
    return `${who} does not offer the configured model to this key. Please tell whoever runs this bot.`;
  if (hint === 'agent-not-found')
    return `The Reigent was not found: its secret is wrong, or its service has moved. Please tell whoever runs this bot.`;
  if (hint === 'api-moved') return `The service of ${who} has moved. Please tell whoever runs this bot.`;
  switch (kind) {
    case 'auth':
      return `${who} refused the bot's key. Please tell whoever runs this bot.`;
    case 'no-credit':
      return `The account at ${who} has run out of credit. Please tell whoever runs this bot.`;
    case 'rate-limited':
      return `${who} is receiving too many questions right now. Please ask again ${wait}.`;
    case 'timeout':
      return `${who} took too long to answer. Please ask again, perhaps a narrower question.`;
    case 'upstream':
      return `${who} cannot be reached or reports a fault. Please ask again ${wait}.`;
    case 'protocol':
      return `${who} sent something that could not be read. Please ask again; if it happens again, tell whoever runs this bot.`;
    case 'input':
      return `${who} did not accept this question. Please ask it in other words.`;
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

/** Who answers, in one line. Names come from outside and stand in code style, where nothing else has a meaning. */
function whoAnswers(agent: AgentName, { name, model, format }: AgentProfile = {}): string {
  const code = (said: string) => `\`${said.replaceAll('`', '')}\``;
  const details = [
    ...(name === undefined ? [] : [code(name)]),
    ...(model === undefined ? [] : [`model ${code(model)}`]),
    ...(format === undefined ? [] : [`answers in ${code(format)}`]),
  ];
  return [agentLabels[agent], ...details].join(', ');
}

const help: Phrases['help'] = (agents, profiles = {}) => {
  const reigent = agents.includes('reigent');
  const examples = [
    ...(agents.includes('research')
      ? ['• `/research What changed in the EU AI Act this year?` asks Reka Research.']
      : []),
    ...(reigent ? ['• `/reigent How does staking on Ethereum work?` asks the Reigent.'] : []),
  ];
  const lines = [
    'Ask me anything that the web may know, and I answer with footnotes that lead to the pages.',
    '',
    ...examples,
    ...(agents.includes('research')
      ? [
          '• Options stand in front of the question: `/research depth:deep only:europa.eu,gov.uk near:Berlin,DE searches:5 …`; also `except:`, `no-web` and `template:`.',
        ]
      : []),
    '• Mention me with a question, or send me a direct message.',
    '• Go on in the thread: I remember what was said there for 30 days.',
    '• `forget` in a thread removes what I remember of it; in a channel, every conversation there that you began.',
  ];
  lines.push('', `Who answers: ${agents.map((agent) => whoAnswers(agent, profiles[agent])).join('; ')}.`);
  if (reigent)
    lines.push('A Reigent learns from everyone who talks to it, from every question, and cannot forget anything.');
  return lines.join('\n');
};

function forgotten(found: boolean, reigent: boolean): string {
  if (!found) return 'There was nothing to forget: I remember nothing of this conversation.';
  const done = 'Forgotten: I remember nothing of this conversation any more. The messages stay until you delete them.';
  return reigent ? `${done} What a Reigent was asked here, it has learned and cannot forget.` : done;
}

/** What the bot says besides answers. */
export const phrases: Phrases = {
  help,
  agentOff: (agent) => `${agentLabels[agent]} is not set up here. Please tell whoever runs this bot.`,
  tooMany,
  wrongOption: (problem) => `${whatIsWrong(problem)} Nothing was asked.`,
  forgotten,
  forgottenInChannel: (conversations) =>
    conversations === 0
      ? 'There was nothing to forget: I remember no conversation in this channel that you began.'
      : `Forgotten: ${count(conversations, 'conversation')} in this channel that you began. The messages stay until you delete them.`,
  storeUnreachable:
    'The memory of this bot cannot be reached right now, so nothing was changed. Please try again in a minute.',
  newConversation: 'The next question begins a new conversation.',
  newConversationHere: 'Every new thread is a new conversation: just ask outside this one.',
  restarting: 'I am restarting. Please ask again in a minute.',
  notNow: 'The answer could not be begun just now. Please ask again in a minute.',
  cannotReply:
    'I cannot answer here: I am not allowed to write in this channel. Please invite me or ask an administrator.',
  mayNotStop: 'Only the person who asked, or somebody who may manage messages here, can stop this answer.',
  alreadyEnded: 'This answer has ended already.',
  nothingToRetry: 'There is nothing to retry: this question is being answered, or its answer is complete.',
  nothingToReword: 'There is no new wording to ask: it was asked already, or the edit was taken back.',
  nothingKept: 'I remember nothing of this answer any more. Please ask the question again.',
  pressFailed: 'That did not work just now. Please try again in a minute.',
};

/** A person or role whose name the platform did not deliver. */
export const someone = 'someone';

/** A channel whose name the platform did not deliver. */
export const unknownChannel = 'channel';

/** The name of a thread about a question without words. */
export const unnamedThread = 'Question';

/** The description of a slash command; Discord takes at most 100 characters. */
export const commandDescription = (agent: AgentName) => `Ask ${agentLabels[agent]}: an answer with footnotes`;

/** The description of `/help`; Discord takes at most 100 characters. */
export const helpCommandDescription = 'What this bot does, who answers, what it remembers and how to remove it';

/** The description of a slash command's question; Discord takes at most 100 characters. */
export const questionOptionDescription = 'What you want to know; or help, forget';

/** Who asked, where the platform delivers no name. */
export const somebody = 'Somebody';

/** The line above an answer to a command, which nothing else shows. Both are made safe for the platform before. */
export const asked = (who: string, question: string) => `${who} asked: ${question}`;

/** What only the asker sees where the bot cannot edit what it wrote: the answer comes as a message of its own. */
export const answerFollows = 'Researching… The answer will follow here as a new message.';

/** To a reply whose words Discord does not show to the bot. */
export const unreadableReply =
  'I cannot read this reply: Discord shows me only messages that mention me by name. Please mention me in it, or use `/research`.';
