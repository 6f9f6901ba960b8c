import type { AgentInfo } from '../../core/ports/agent.ts';
import type { Answering } from '../../core/ports/phrases.ts';
import type { OptionName } from '../../core/question/parse-options.ts';
import type { AgentName } from '../../core/question/question.ts';
import { type AgentNames, sentence } from './agent-names.ts';
import { allOf } from './amounts.ts';

/** How to use the bot, and who answers. */
export function help(answering: readonly Answering[], agents: AgentNames): string {
  const setUp = answering.flatMap(({ name }) => agents.find(name) ?? []);
  return [
    'Ask me anything that the web may know, and I answer with footnotes that lead to the pages.',
    '',
    ...setUp.map((agent) => exampleOf(agent, agents)),
    ...setUp.flatMap(optionsOf),
    '• Mention me with a question, or send me a direct message.',
    '• Go on in the thread: I remember what was said there for 30 days.',
    '• `forget` in a thread removes what I remember of it; in a channel, every conversation there that you began.',
    '',
    `Who answers: ${answering.map((one) => whoAnswers(one, agents)).join('; ')}.`,
    ...answering.flatMap(({ name }) => whoLearns(name, agents)),
  ].join('\n');
}

/** To `forget`, of an agent that learns: what it cannot forget. */
export function whatWasLearned(agent: AgentName, agents: AgentNames): readonly string[] {
  if (!agents.find(agent)?.learns) return [];
  return [`What ${agents.any(agent)} was asked here, it has learned and cannot forget.`];
}

function whoLearns(agent: AgentName, agents: AgentNames): readonly string[] {
  if (!agents.find(agent)?.learns) return [];
  const who = sentence(agents.any(agent));
  return [`${who} learns from everyone who talks to it, from every question, and cannot forget anything.`];
}

/** Examples of questions, one after the other for the agents that are known. */
const questions = ['What changed in the EU AI Act this year?', 'How does staking on Ethereum work?'];

function exampleOf({ name, command }: AgentInfo, agents: AgentNames): string {
  const at = agents.known.findIndex((one) => one.name === name);
  return `• \`/${command} ${questions[at % questions.length]}\` asks ${agents.the(name)}.`;
}

/** Options that are shown as they are written, and those that are only named. */
const shown: readonly (readonly [OptionName, string])[] = [
  ['depth', 'depth:deep'],
  ['only', 'only:europa.eu,gov.uk'],
  ['near', 'near:Berlin,DE'],
  ['searches', 'searches:5'],
];
const named: readonly (readonly [OptionName, string])[] = [
  ['except', '`except:`'],
  ['no-web', '`no-web`'],
  ['template', '`template:`'],
];

function optionsOf({ command, options }: AgentInfo): readonly string[] {
  const taken = (forms: typeof shown) => forms.flatMap(([name, form]) => (options.includes(name) ? [form] : []));
  if (options.length === 0) return [];
  const example = ['•', 'Options stand in front of the question:', `\`/${[command, ...taken(shown), '…'].join(' ')}\``];
  const others = taken(named);
  return [`${example.join(' ')}${others.length > 0 ? `; also ${allOf(others)}` : ''}.`];
}

/** Who answers, in one line. Names come from outside and stand in code style, where nothing else has a meaning. */
function whoAnswers({ name: agent, profile = {} }: Answering, agents: AgentNames): string {
  const { name, model, format } = profile;
  const code = (said: string) => `\`${said.replaceAll('`', '')}\``;
  const details = [
    ...(name === undefined ? [] : [code(name)]),
    ...(model === undefined ? [] : [`model ${code(model)}`]),
    ...(format === undefined ? [] : [`answers in ${code(format)}`]),
  ];
  return [agents.label(agent), ...details].join(', ');
}
