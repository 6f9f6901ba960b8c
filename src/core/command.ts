import type { AgentName } from './question.ts';

/** What a person asked for. */
export type Command =
  | { readonly kind: 'ask'; readonly agent: AgentName; readonly text: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'forget' }
  | { readonly kind: 'new' };

const words = new Map<string, Command>([
  ['', { kind: 'help' }],
  ['help', { kind: 'help' }],
  ['?', { kind: 'help' }],
  ['forget', { kind: 'forget' }],
  ['new', { kind: 'new' }],
]);

/**
 * What the words mean. A single command word stands alone; `research:` or `reigent:` in front picks the agent unless
 * a slash command already did (`preset`); everything else is a question to `defaultAgent`.
 */
export function parseCommand(text: string, defaultAgent: AgentName, preset?: AgentName): Command {
  const said = text.trim();
  const command = words.get(said.toLowerCase());
  if (command) return command;
  if (preset) return { kind: 'ask', agent: preset, text: said };
  const named = /^(research|reigent)\s*:\s*/i.exec(said);
  if (!named) return { kind: 'ask', agent: defaultAgent, text: said };
  const rest = said.slice(named[0].length);
  if (rest === '') return { kind: 'help' };
  return { kind: 'ask', agent: named[1]?.toLowerCase() === 'reigent' ? 'reigent' : 'research', text: rest };
}
