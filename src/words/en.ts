import { type AgentName, parseAgentName } from '../core/question/question.ts';
import { createAgentNames } from './en/agent-names.ts';
import { commandWords, placeWords } from './en/commands.ts';

const agents = createAgentNames([
  {
    name: parseAgentName('research'),
    label: 'Reka Research',
    oneOfMany: false,
    prefix: 'research',
    command: 'research',
    options: [],
    learns: false,
  },
  {
    name: parseAgentName('reigent'),
    label: 'Reigent',
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
