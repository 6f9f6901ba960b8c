import { Lexer, type Token, Tokenizer, type Tokens } from 'marked';
import { formulaStart, mathExtensions } from './math.ts';

/** A block as the lexer found it; the `raw` texts of all tokens together are the text that was given. */
export type MarkdownToken = Token;

/** The blocks of a Markdown text without invisible characters. HTML and reference definitions in it are text. */
export function lexMarkdown(text: string): readonly MarkdownToken[] {
  return new BoundedLexer({ gfm: true, tokenizer: new TextOnlyTokenizer(), extensions }).lex(text);
}

// The library's time grows with the square of the marks in one stretch of text and of the depth of quotes and lists, so
// both are bounded; no text that people read comes near.
const maxDepth = 30;
const maxStretch = 4000;
const maxMarks = 600;
const maxQuote = 16_000;

const extensions: typeof mathExtensions = {
  ...mathExtensions,
  // A long paragraph is read line by line in parts, which the library puts together again.
  startBlock: [
    (src) => {
      const end = (src.length > maxStretch && src.lastIndexOf('\n', maxStretch) + 1) || undefined;
      return formulaStart(src, end) ?? end;
    },
  ],
};

// HTML and reference definitions are text: neither may hide anything or make a link appear later.
class TextOnlyTokenizer extends Tokenizer {
  #depth = 0;

  override html(): undefined {}
  override tag(): undefined {}
  override def(): undefined {}

  override table(src: string): Tokens.Table | undefined {
    const head = /^[^\n]*\n[^\n]*[|:][^\n]*(?:\n|$)/.exec(src)?.[0];
    return head === undefined || !super.table(head) ? undefined : super.table(src);
  }

  override lheading(src: string): Tokens.Heading | undefined {
    return super.lheading(wholeLines(src, maxStretch));
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    return this.#nested(() => super.blockquote(throughLine(src, maxQuote)));
  }

  override list(src: string): Tokens.List | undefined {
    return this.#nested(() => super.list(src));
  }

  /** What is nested too deeply is read as words. */
  #nested<T>(read: () => T): T | undefined {
    if (this.#depth >= maxDepth) return undefined;
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }
}

class BoundedLexer extends Lexer {
  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (src.length <= maxStretch && !hasTooManyMarks(src)) return super.inlineTokens(src, tokens);
    for (const stretch of stretches(src)) {
      if (hasTooManyMarks(stretch)) tokens.push({ type: 'text', raw: stretch, text: stretch });
      else super.inlineTokens(stretch, tokens);
    }
    return tokens;
  }
}

/** The lines of a text that are whole within so many characters. */
function wholeLines(text: string, length: number): string {
  return text.length > length ? text.slice(0, text.lastIndexOf('\n', length) + 1) : text;
}

/** A text up to the end of the line in which so many characters are reached. */
function throughLine(text: string, length: number): string {
  const end = text.indexOf('\n', length);
  return end === -1 ? text : text.slice(0, end + 1);
}

function hasTooManyMarks(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) if (marks.has(text.charCodeAt(at))) count += 1;
  return count > maxMarks;
}

const marks: ReadonlySet<number> = new Set(Array.from('*_~`[]!<&\\$@', (mark) => mark.charCodeAt(0)));

/** A text in stretches that are read one by one, each ending at a line or a space where there is one. They stay the same when the text goes on. */
function stretches(text: string): readonly string[] {
  const found: string[] = [];
  let from = 0;
  while (text.length - from > maxStretch) {
    const end = from + maxStretch;
    const line = text.lastIndexOf('\n', end);
    const space = text.lastIndexOf(' ', end);
    const border = line > from + maxStretch / 2 ? line : space > from ? space : end;
    found.push(text.slice(from, border));
    from = border;
  }
  return [...found, text.slice(from)];
}
