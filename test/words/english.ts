import { knownAgents } from '../../src/agents/known-agents.ts';
import { wordsFor } from '../../src/words/index.ts';

/** The words that tests expect, as the bot says them. */
export const english = wordsFor('en', knownAgents);
