import { checkOptions, type GivenOption, type OptionProblem } from './parse-options.ts';
import type { AgentName } from './question.ts';
import type { ResearchOptions } from './research-options.ts';
import { takeOptions } from './take-options.ts';

/** What a person asked for. */
export type Command =
  | {
      readonly kind: 'ask';
      readonly agent: AgentName;
      readonly text: string;
      /** `undefined` when none was given. */
      readonly options?: ResearchOptions | undefined;
    }
  /** A question that cannot be asked with its options. */
  | { readonly kind: 'wrong-option'; readonly problem: OptionProblem }
  | { readonly kind: 'help' }
  | { readonly kind: 'forget' }
  | { readonly kind: 'new' };

/** What belongs to the words. */
export interface CommandExtras {
  /** Options that were given beside the words. */
  readonly given?: readonly GivenOption[] | undefined;
  /** The names of the templates that there are; any name fits unless given. */
  readonly templates?: readonly string[] | undefined;
}

const words = new Map<string, Command>([
  ['', { kind: 'help' }],
  ['help', { kind: 'help' }],
  ['?', { kind: 'help' }],
  ['forget', { kind: 'forget' }],
  ['new', { kind: 'new' }],
]);

/**
 * What the words mean. A single command word stands alone; `research:` or `reigent:` in front picks the agent unless
 * a slash command already did (`preset`); everything else is a question to `defaultAgent`, with its options in front.
 */
export function parseCommand(
  text: string,
  defaultAgent: AgentName,
  preset?: AgentName,
  extras: CommandExtras = {},
): Command {
  const said = text.trim();
  const command = words.get(said.toLowerCase());
  if (command && (said !== '' || !extras.given?.length)) return command;
  if (preset) return parseQuestion(said, preset, extras);
  const named = /^(research|reigent)\s*:\s*/i.exec(said);
  if (!named) return parseQuestion(said, defaultAgent, extras);
  const rest = said.slice(named[0].length);
  if (rest === '') return { kind: 'help' };
  return parseQuestion(rest, named[1]?.toLowerCase() === 'reigent' ? 'reigent' : 'research', extras);
}

function parseQuestion(said: string, agent: AgentName, { given = [], templates }: CommandExtras): Command {
  const taken = takeOptions(said, templates);
  const text = taken.rest;
  const all = [...given, ...taken.given];
  if (all.length === 0) return { kind: 'ask', agent, text };
  if (agent === 'reigent') return { kind: 'wrong-option', problem: { kind: 'not-for-agent', agent } };
  const checked = checkOptions(all, templates);
  if ('problem' in checked) return { kind: 'wrong-option', problem: checked.problem };
  if (text === '') return { kind: 'wrong-option', problem: { kind: 'no-question' } };
  return words.get(text.toLowerCase()) ?? { kind: 'ask', agent, text, options: checked.options };
}
