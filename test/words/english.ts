import { wordsFor } from '../../src/words/index.ts';
import { knownAgents } from '../core/known-agents.ts';

/** The words that tests expect, as the bot says them. */
export const english = wordsFor('en', knownAgents);
