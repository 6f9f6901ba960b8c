/** A page that the text cites. */
export interface CitedPage {
  readonly url: string;
  readonly title: string;
}

/** What an agent says: mixed Markdown, the same for the same length, and the pages that it links to. */
export interface AnswerText {
  readonly text: string;
  readonly pages: readonly CitedPage[];
}

const vocabulary =
  `tide river harbour measure current turbine basin estuary survey figure season winter summer moon channel depth
  pressure engineer report machine energy supply demand network station coast island northern southern model method
  result sample average minimum maximum change growth decline compare balance cost price market budget public private
  city region country people house street bridge railway timber stone iron copper silver glass paper water wind solar
  storage battery signal sensor record history science theory experiment evidence question reason example pattern
  cycle period decade century early late strong weak stable sudden gradual local global common rare careful simple
  complex direct remote single double several many few large small wide narrow deep shallow clear`.split(/\s+/);

const pageCount = 12;

/** Makes a text of exactly `chars` UTF-16 units: paragraphs, headings, lists, tables, quotes and code, with links in between. */
export function answerText(chars: number): AnswerText {
  const random = createRandom(20_261_122);
  const pick = () => vocabulary[Math.floor(random() * vocabulary.length)] ?? 'tide';
  const pages = Array.from({ length: pageCount }, (_, at) => ({
    url: `https://example.org/records/${at + 1}`,
    title: `Record ${at + 1}`,
  }));
  const words = (count: number) => Array.from({ length: count }, pick).join(' ');
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const link = () => {
    const page = pages[Math.floor(random() * pages.length)];
    return `[${words(2)}](${page?.url})`;
  };
  const sentence = () => {
    const kind = random();
    const middle =
      kind < 0.2 ? ` ${link()} ` : kind < 0.35 ? ` **${words(2)}** ` : kind < 0.42 ? ` \`${pick()}\` ` : ' ';
    return `${capital(words(6))}${middle}${words(5)}.`;
  };
  const paragraph = () => Array.from({ length: 4 }, sentence).join(' ');
  const list = () => Array.from({ length: 4 }, () => `- ${sentence()}`).join('\n');
  const row = () => `| ${pick()} | ${pick()} | ${pick()} |`;
  const table = () => [row(), '| --- | --- | --- |', row(), row(), row()].join('\n');
  const code = () => ['```js', `const ${pick()} = '${words(3)}';`, `// ${words(5)}`, '```'].join('\n');
  const makers = [
    paragraph,
    () => `## ${capital(words(4))}`,
    paragraph,
    list,
    paragraph,
    table,
    paragraph,
    code,
    () => `> ${sentence()}`,
    paragraph,
  ];

  let text = '';
  for (let at = 0; text.length < chars - 700; at += 1) text += `${makers[at % makers.length]?.()}\n\n`;
  // Plain words fill what is left, so that no construct is cut.
  while (text.length < chars) text += `${pick()} `;
  return {
    text: `${text
      .slice(0, chars - 1)
      .trimEnd()
      .padEnd(chars - 1, 'e')}.`,
    pages,
  };
}

/** Numbers from 0 to 1, the same for the same seed (a linear congruential generator). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
