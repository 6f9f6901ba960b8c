import { z } from 'zod';
import type { Footnote } from '../core/answer/footnotes.ts';
import type { Tool } from '../core/ports/agent.ts';
import { createTool } from './create-tool.ts';
import { quoted, quotedBelow } from './quoted.ts';

/** How many sources are told at most: the newest. */
const maxSources = 60;

/** How an agent refers to a source. */
export const howToCite = 'Cite a source by its number in square brackets right after the statement, for example [3].';

/** A source in one line, quoted, since title and address come from outside. */
export function sourceLine({ number, url, title }: Footnote): string {
  return quoted(`[${number}] ${(title ?? '').replace(/\s+/g, ' ').trim()} ${url}`);
}

/** Tells the agent the numbered sources of the conversation. */
export function createConversationSourcesTool(): Tool {
  return createTool({
    name: 'conversation_sources',
    description:
      'Lists the numbered sources of this conversation: every page that an answer cited so far. People refer to them by number, like [3].',
    args: z.strictObject({}),
    async run(_args, { sources }) {
      const all = sources.list().footnotes;
      if (all.length === 0) return { text: 'This conversation has no sources yet.', pages: [] };
      const newest = all.slice(-maxSources);
      newest.forEach(sources.cite);
      const left = all.length - newest.length;
      const said = left > 0 ? [`The ${left} oldest are left out.`] : [];
      return { text: [howToCite, ...said, quotedBelow, ...newest.map(sourceLine)].join('\n'), pages: [] };
    },
  });
}

/** Tells the agent what research delivered of one source. It fetches nothing. */
export function createReadSourceTool(): Tool {
  return createTool({
    name: 'read_source',
    description:
      'Gives what was delivered of one numbered source of this conversation: its title, address and an excerpt. It does not open the page anew.',
    args: z.strictObject({ number: z.int().describe('The number of the source, for example 3.') }),
    async run({ number }, { sources }) {
      const source = sources.list().footnotes.find((one) => one.number === number);
      if (!source) {
        const text = `Error: this conversation has no source ${number}. Call conversation_sources for the list.`;
        return { text, pages: [], failed: true };
      }
      sources.cite(source);
      const excerpt = source.excerpt ? quoted(source.excerpt) : 'No text of this page was delivered.';
      return { text: [howToCite, quotedBelow, sourceLine(source), excerpt].join('\n'), pages: [] };
    },
  });
}
