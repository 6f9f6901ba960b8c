import type { AgentName } from '../core/question/question.ts';
import { createAgentNames } from './en/agent-names.ts';
import { commandWords, placeWords } from './en/commands.ts';

const labels: Readonly<Record<AgentName, string>> = { research: 'Reka Research', reigent: 'Reigent' };
const agents = createAgentNames([
  {
    name: 'research',
    label: labels.research,
    oneOfMany: false,
    prefix: 'research',
    command: 'research',
    options: [],
    learns: false,
  },
  {
    name: 'reigent',
    label: labels.reigent,
    oneOfMany: true,
    prefix: 'reigent',
    command: 'reigent',
    options: [],
    learns: true,
  },
]);

const commands = commandWords(agents);
const places = placeWords(agents);
export const {
  help: helpCommandDescription,
  question: questionOptionDescription,
  options: optionDescriptions,
} = commands;
export const commandDescription = (agent: AgentName) => commands.ask(agent);
export const {
  someone,
  channel: unknownChannel,
  thread: unnamedThread,
  somebody,
  answerFollows,
  unreadableReply,
} = places;
export const asked = (who: string, question: string) => places.asked(who, question);
