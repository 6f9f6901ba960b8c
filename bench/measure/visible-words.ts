/** A word of the agent's text. */
export interface Word {
  readonly word: string;
  /** Where it ends in the text. */
  readonly end: number;
}

/** How far ahead in what is visible a word may stand: footnote numbers and table heads are written in between. */
const lookahead = 40;
/** So many words in a row that are not found mean that nothing more of the text is visible. */
const maxMisses = 60;

/** The words of a text, URLs left out. Digits are no words: platforms number lists, and footnotes are numbers. */
export function wordsOf(text: string): readonly Word[] {
  const plain = text.replace(/https?:\/\/[^\s)>\]]+/g, (url) => ' '.repeat(url.length));
  return [...plain.matchAll(/\p{L}+/gu)].map(({ 0: word, index }) => ({ word, end: index + word.length }));
}

/** What of an agent's text can be read. */
export interface Visible {
  /** How far the text is visible, from its beginning, in UTF-16 units. */
  readonly reach: number;
  /** How many of its words are visible. */
  readonly words: number;
}

/** Finds the agent's words in what people see, in order; what stands between them does not matter. */
export function visibleOf(agent: readonly Word[], seen: string): Visible {
  const shown = wordsOf(seen);
  let at = 0;
  let reach = 0;
  let words = 0;
  let misses = 0;
  for (const { word, end } of agent) {
    const found = shown.slice(at, at + lookahead).findIndex((other) => other.word === word);
    if (found !== -1) {
      at += found + 1;
      words += 1;
      reach = end;
      misses = 0;
      continue;
    }
    const begun = misses === 0 ? shown[at]?.word : undefined;
    if (begun !== undefined && word.startsWith(begun)) reach = Math.max(reach, end - word.length + begun.length);
    misses += 1;
    if (misses > maxMisses) break;
  }
  return { reach, words };
}
