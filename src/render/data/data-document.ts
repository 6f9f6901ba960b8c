import type { DataWords } from '../../words/words.ts';
import { visibleLine, visibleText } from '../gate/characters.ts';
import type { Block, Inline, ListItem } from '../gate/document.ts';
import { lexMarkdown } from '../gate/lex-markdown.ts';
import type { LinkGate } from '../gate/links.ts';
import { plainText } from '../gate/plain-text.ts';
import { toDocument } from '../gate/to-document.ts';
import { isObject, type Records, toRecords } from './records.ts';

/**
 * JSON from outside as a safe document: lists of objects are tables, everything else fields by name. Texts in it are plain
 * words, whatever marks they hold, but for URLs and links, which go through the gate.
 */
export function toDataDocument(value: unknown, gate: LinkGate, words: DataWords): readonly Block[] {
  const means: Means = { gate, words };
  if (!isObject(value)) return [{ type: 'paragraph', children: orNothing(inlines(value, means), words) }];
  const entries = Object.entries(value);
  const blocks: Block[] = [];
  let fields: ListItem[] = [];
  const closeFields = () => {
    if (fields.length > 0) blocks.push({ type: 'list', start: undefined, mark: '-', items: fields });
    fields = [];
  };
  for (const [name, content] of entries) {
    const records = toRecords(content);
    if (records) {
      closeFields();
      if (entries.length > 1) blocks.push({ type: 'heading', depth: 3, children: label([name], gate) });
      blocks.push(table(records, means));
    } else fields.push(field(name, content, means));
  }
  closeFields();
  return blocks;
}

/** The gate and the words that every value is shown with. */
interface Means {
  readonly gate: LinkGate;
  readonly words: DataWords;
}

function table({ columns, rows }: Records, means: Means): Block {
  return {
    type: 'table',
    header: columns.map((path) => label(path, means.gate)),
    rows: rows.map((row) => row.map((value) => inlines(value, means))),
  };
}

/** A name and what it says: a list or an object below it, everything else behind it. */
function field(name: string, value: unknown, means: Means): ListItem {
  const strong: Inline = { type: 'strong', children: [...label([name], means.gate), { type: 'text', text: ':' }] };
  const entries = below(value, means);
  if (entries.length === 0)
    return item([strong, { type: 'text', text: ' ' }, ...orNothing(inlines(value, means), means.words)]);
  const list: Block = { type: 'list', start: undefined, mark: '-', items: entries.map(item) };
  return { done: undefined, children: [{ type: 'paragraph', children: [strong] }, list] };
}

function below(value: unknown, means: Means): readonly (readonly Inline[])[] {
  if (Array.isArray(value)) return value.map((entry) => orNothing(inlines(entry, means), means.words));
  return isObject(value) ? Object.entries(value).map((entry) => named(entry, means)) : [];
}

const item = (children: readonly Inline[]): ListItem => ({
  done: undefined,
  children: [{ type: 'paragraph', children }],
});

/** Any value on one line. */
function inlines(value: unknown, means: Means): readonly Inline[] {
  if (typeof value === 'string') return wordsAndLinks(value, means.gate);
  if (typeof value === 'boolean') return [{ type: 'text', text: means.words.yesOrNo(value) }];
  if (Array.isArray(value))
    return joined(
      value.map((entry) => inlines(entry, means)),
      '; ',
    );
  if (isObject(value))
    return joined(
      Object.entries(value).map((entry) => named(entry, means)),
      ', ',
    );
  return value === null || value === undefined ? [] : [{ type: 'text', text: String(value) }];
}

function named([name, value]: readonly [string, unknown], means: Means): readonly Inline[] {
  return [...label([name], means.gate), { type: 'text', text: ': ' }, ...orNothing(inlines(value, means), means.words)];
}

function joined(entries: readonly (readonly Inline[])[], separator: string): readonly Inline[] {
  return entries.flatMap((entry, index) =>
    index === 0 ? entry : [{ type: 'text', text: separator } as const, ...entry],
  );
}

const orNothing = (pieces: readonly Inline[], { noValue }: DataWords): readonly Inline[] =>
  pieces.length > 0 ? pieces : [{ type: 'text', text: noValue }];

// A URL goes on behind a parenthesis when that is closed within it, as Wikipedia's do.
const link =
  /\[[^[\]\n]*\]\(https?:\/\/[^\s()]*(?:\([^\s()]*\)[^\s()]*)*\)|https?:\/\/[^\s()<>|"`]*(?:\([^\s()<>|"`]*\)[^\s()<>|"`]*)*/gi;

/** Words as they are, one line after the other; links as in Markdown, since agents cite with them in JSON as well. */
function wordsAndLinks(text: string, gate: LinkGate): readonly Inline[] {
  const lines = visibleText(text)
    .split('\n')
    .map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .flatMap((line, index) => {
      const pieces = lineOfWords(line, gate);
      return index === 0 ? pieces : [{ type: 'break', hard: true } as const, ...pieces];
    });
}

function lineOfWords(line: string, gate: LinkGate): readonly Inline[] {
  const pieces: Inline[] = [];
  let from = 0;
  for (const { 0: found, index } of line.matchAll(link)) {
    pieces.push(...plainText(line.slice(from, index), gate), ...linkOf(found, gate));
    from = index + found.length;
  }
  return [...pieces, ...plainText(line.slice(from), gate)];
}

function linkOf(source: string, gate: LinkGate): readonly Inline[] {
  const [paragraph, ...rest] = toDocument(lexMarkdown(source), gate);
  return paragraph?.type === 'paragraph' && rest.length === 0 ? paragraph.children : plainText(source, gate);
}

/** The name of a field for people: `best_for` and `bestFor` are "Best for". */
function label(path: readonly string[], gate: LinkGate): readonly Inline[] {
  return plainText(path.map(readable).join(' · '), gate);
}

function readable(name: string): string {
  const line = visibleLine(name);
  if (!/^[a-z][a-zA-Z\d_-]*$/.test(line)) return line;
  const spaced = line
    .replace(/[_-]+/g, ' ')
    .replace(/(?<=[a-z\d])[A-Z](?=[a-z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).trimEnd();
}
