import { builtInAgents } from '../../src/app/agents.ts';
import { wordsFor } from '../../src/words/index.ts';
/** How answers look unless the bot's configuration says otherwise. */
export const look = { words: wordsFor('en', builtInAgents), links: 'sources', maxMessages: 6 } as const;
