import type { Agent, AgentInfo } from '../ports/agent.ts';
import type { Phrases } from '../ports/phrases.ts';
import type { Part } from '../ports/place.ts';
import type { Incoming } from '../ports/platform.ts';
import { parseCommand } from '../question/command.ts';
import type { AgentName, Wording } from '../question/question.ts';

/** What something said to the bot wants of it. */
export type Understood =
  /** An agent is to be asked. */
  | { readonly kind: 'ask'; readonly wording: Wording }
  /** Only words are due, to the person alone. */
  | { readonly kind: 'tell'; readonly words: string }
  /** What is remembered is to be removed. */
  | { readonly kind: 'forget' }
  /** The next question is to begin a new conversation. */
  | { readonly kind: 'restart' };

/** Understands something said, once for each time that it is said. */
export type Understand = (said: Pick<Incoming<Part>, 'text' | 'agent' | 'options'>) => Promise<Understood>;

export interface UnderstandOptions {
  /** Those that are set up. */
  readonly agents: ReadonlyMap<AgentName, Agent>;
  /** All that there are, whether or not they are set up. */
  readonly knownAgents: readonly AgentInfo[];
  readonly defaultAgent: AgentName;
  /** The names of the templates that a question may choose. */
  readonly templates: readonly string[];
  readonly phrases: Pick<Phrases, 'agentOff' | 'help' | 'wrongOption'>;
}

/** Understands what is said by its words alone. */
export function createUnderstand({
  agents,
  knownAgents,
  defaultAgent,
  templates,
  phrases,
}: UnderstandOptions): Understand {
  const help = () => phrases.help([...agents].map(([name, agent]) => ({ name, profile: agent.profile?.() })));

  async function understand({ text, agent: preset, options: given }: Parameters<Understand>[0]): Promise<Understood> {
    const command = parseCommand(text, { agents: knownAgents, defaultAgent, preset, given, templates });
    switch (command.kind) {
      case 'ask':
        if (!agents.has(command.agent)) return { kind: 'tell', words: phrases.agentOff(command.agent) };
        return { kind: 'ask', wording: { agent: command.agent, text: command.text, options: command.options } };
      case 'wrong-option':
        return { kind: 'tell', words: phrases.wrongOption(command.problem) };
      case 'help':
        return { kind: 'tell', words: help() };
      case 'forget':
        return { kind: 'forget' };
      case 'new':
        return { kind: 'restart' };
    }
  }

  return (said) => {
    const understood = understand(said);
    // What waits for its turn is not looked at yet: whoever does gets to know what went wrong.
    understood.catch(() => {});
    return understood;
  };
}
