import { checkOptions, type GivenOption, type OptionName, type OptionProblem } from './parse-options.ts';
import type { AgentName } from './question.ts';
import type { ResearchOptions } from './research-options.ts';
import { takeOptions } from './take-options.ts';

/** What of an agent the words of a question are about. */
export interface Addressee {
  readonly name: AgentName;
  /** The word before a colon with which a question picks it, in any case: letters, digits and hyphens. */
  readonly prefix: string;
  /** The options that a question to it may have. */
  readonly options: readonly OptionName[];
}

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

/** What the words are read with. */
export interface CommandContext {
  /** All that are known, whether or not they are set up. */
  readonly agents: readonly Addressee[];
  /** Who is asked where the words name nobody. */
  readonly defaultAgent: AgentName;
  /** Who is asked because of the slash command in front of the words. */
  readonly preset?: AgentName | undefined;
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
 * What the words mean. A single command word stands alone; a prefix with a colon in front picks the agent unless a slash
 * command already did; everything else is a question to the default agent, with its options in front.
 */
export function parseCommand(text: string, context: CommandContext): Command {
  const { agents, defaultAgent, preset, given } = context;
  const said = text.trim();
  const command = words.get(said.toLowerCase());
  if (command && (said !== '' || !given?.length)) return command;
  if (preset) return parseQuestion(said, preset, context);
  const [opening = '', prefix = ''] = /^([a-z0-9-]+)\s*:\s*/i.exec(said) ?? [];
  const named = agents.find((one) => one.prefix.toLowerCase() === prefix.toLowerCase());
  if (!named) return parseQuestion(said, defaultAgent, context);
  const rest = said.slice(opening.length);
  return rest === '' ? { kind: 'help' } : parseQuestion(rest, named.name, context);
}

function parseQuestion(said: string, agent: AgentName, { agents, given = [], templates }: CommandContext): Command {
  const taken = takeOptions(said, templates);
  const text = taken.rest;
  const all = [...given, ...taken.given];
  if (all.length === 0) return { kind: 'ask', agent, text };
  const options = agents.find(({ name }) => name === agent)?.options ?? [];
  if (!all.every(({ name }) => options.includes(name)))
    return { kind: 'wrong-option', problem: { kind: 'not-for-agent', agent } };
  const checked = checkOptions(all, templates);
  if ('problem' in checked) return { kind: 'wrong-option', problem: checked.problem };
  if (text === '') return { kind: 'wrong-option', problem: { kind: 'no-question' } };
  return words.get(text.toLowerCase()) ?? { kind: 'ask', agent, text, options: checked.options };
}
