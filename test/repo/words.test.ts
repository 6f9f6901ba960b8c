import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Prose, proseIn } from './prose.ts';

const src = new URL('../../src/', import.meta.url);
const rooms = ['core', 'render', 'adapters'];
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && rooms.some((room) => file.startsWith(`${room}/`)))
  .map((file) => {
    const source = readFileSync(new URL(file, src), 'utf8');
    return { file, source, prose: proseIn(source) };
  });

/** Tables of names, which are no sentences. */
const tables: readonly string[] = ['core/question/country-codes.ts', 'render/gate/entities.ts'];

/** What only an operator reads, and how. */
const forOperators: ReadonlyMap<string, string> = new Map([
  ['is not connected', 'in the answer of /readyz'],
  ['has given no sign of life for two minutes', 'in the answer of /readyz'],
  ['Nothing was heard', 'in a log of discord.js'],
  ['the response_url', 'in the text of an error, where it names the call'],
]);

/** What a person would see that is not from the catalogue of words. */
const unspoken = (prose: readonly Prose[]) => prose.filter(({ text }) => !forOperators.has(text));

describe('what people see', () => {
  it.each(rooms)('is from the catalogue of words, not from %s', (room) => {
    const found = files
      .filter(({ file }) => file.startsWith(`${room}/`) && !tables.includes(file))
      .flatMap(({ file, prose }) => unspoken(prose).map(({ line, text }) => `${file}:${line} ${text}`));
    expect(found).toEqual([]);
  });

  it('has no exception that nothing needs any more', () => {
    const texts = new Set(files.flatMap(({ prose }) => prose.map(({ text }) => text)));
    for (const text of forOperators.keys()) expect(texts).toContain(text);
    for (const table of tables) expect(files.map(({ file }) => file)).toContain(table);
  });

  it.each([
    ['a sentence in a renderer', 'render/view/status.ts', "const line = () => 'Waiting for somebody else';"],
    ['a template in a renderer', 'render/view/status.ts', `const line = (n: number) => \`Waiting for \${n} more…\`;`],
    ['an emoji', 'render/view/status.ts', "const mark = '⏳';"],
    [
      'a sentence in an adapter',
      'adapters/slack/index.ts',
      "const tell = (say: (text: string) => void) => say('Sorry.');",
    ],
    ['a label in an adapter', 'adapters/discord/index.ts', "const button = { type: 2, label: 'Stop' };"],
    [
      'a sentence that is logged as well',
      'adapters/discord/index.ts',
      "function f() { const said = 'Not here.'; logger.warn({}, said); return said; }",
    ],
  ])('is noticed as planted: %s', (_, file, planted) => {
    const { source = '' } = files.find((one) => one.file === file) ?? {};
    expect(source).not.toBe('');
    expect(unspoken(proseIn(`${source}\n${planted}\n`))).toHaveLength(1);
  });

  it.each([
    ['a log line', `ports.logger.warn({ err }, \`It is not known whether \${what} exists.\`);`],
    ['an error', `throw new FootnoteError('platform', \`Slack refused \${call} for good.\`);`],
    [
      'the text of an error',
      "function f() { const said = 'It was refused.'; throw new FootnoteError('platform', said); }",
    ],
    ['what zod says', "const name = z.string({ error: 'must be a name.' });"],
    ['a comment', '// This is a sentence.'],
    ['a type', "type Greeting = 'good morning';"],
    ['an identifier', "const event = 'block_actions';"],
  ])('is not: %s', (_, source) => {
    expect(unspoken(proseIn(source))).toEqual([]);
  });
});
