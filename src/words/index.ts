import type { AgentInfo } from '../core/ports/agent.ts';
import { english } from './en/index.ts';
import type { Catalogue, Words } from './words.ts';

/** The languages that the bot speaks, by language tag in lower case. */
const catalogues: ReadonlyMap<string, Catalogue> = new Map([['en', english]]);

/**
 * The words for a language tag such as `en-GB`: those of the tag itself, else of its language, else English. `agents`: all
 * that are known, set up or not. A test may bring more languages.
 */
export function wordsFor(
  locale: string,
  agents: readonly AgentInfo[],
  among: ReadonlyMap<string, Catalogue> = catalogues,
): Words {
  const tag = locale.toLowerCase().replaceAll('_', '-');
  const [language = tag] = tag.split('-');
  const catalogue = among.get(tag) ?? among.get(language) ?? english;
  return catalogue(agents);
}
