import { shorten } from '../../../core/shorten.ts';
import { codePoints } from '../../../render/gate/characters.ts';
import type { PlaceWords } from '../../../words/words.ts';
import { tokens } from '../inbound/text.ts';
import { maxContentCodePoints } from '../render/dialect.ts';
import { maxThreadNameCodePoints } from './limits.ts';

/** The name of a thread with this title: plain words, 1 to 100 code points, cut at a word. */
export function threadName(title: string, words: PlaceWords): string {
  const plain = title
    .toWellFormed()
    .replace(tokens, ' ')
    .replace(/\[([^[\]\n]*)\]\([^()\s]*\)/g, '$1')
    .replace(/^[ \t]*(?:>+|#+|-#?)[ \t]/gm, '')
    .replace(/[*`~|\\]|__/g, '')
    .replace(/[\s\p{Cc}\u200b\u200c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim();
  return plain === '' ? words.thread : shorten(plain, maxThreadNameCodePoints);
}

/** The line that shows who asked what: nothing in it pings, formats or links with other words, and it fits one message. */
export function quoteQuestion(asker: string | undefined, question: string, words: PlaceWords): string {
  const who = `**${escapeText(asker ?? words.somebody)}**`;
  const room = maxContentCodePoints - codePoints(words.asked(who, ''));
  const shown = shorten(escapeText(question), room);
  // Half of an escape at the end would escape the ellipsis instead.
  return words.asked(
    who,
    shown.replace(/\\+(?=…$)/, (run) => run.slice(run.length % 2)),
  );
}

// A URL is left alone: a backslash in it would lead elsewhere.
const escapable = /https?:\/\/[^\s<>`*|\\[\]]+|[\\*_~`|<>[\]]/g;

function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(escapable, (found) => (found.length > 1 ? found : `\\${found}`))
    .replace(/^(\s*)([-#]|\d+(?=\.))/gm, (_, space: string, found: string) =>
      /\d/.test(found) ? `${space}${found}\\` : `${space}\\${found}`,
    )
    .replace(/@(?=everyone|here)/g, '@\u200b');
}
