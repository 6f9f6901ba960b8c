import type { AnswerFile } from '../../core/ports/place.ts';
import { visibleText } from '../gate/characters.ts';
import { isObject, type Records, toRecords } from './records.ts';

/** A structured answer as files of this name: its JSON, and CSV as well where it holds just one list of objects. */
export function dataFiles(value: unknown, name: string): readonly AnswerFile[] {
  const lists = isObject(value) ? Object.values(value).flatMap((content) => toRecords(content) ?? []) : [];
  const [list] = lists;
  return [
    { name: `${name}.json`, text: `${toJson(value)}\n` },
    ...(list && lists.length === 1 ? [{ name: `${name}.csv`, text: toCsv(list) }] : []),
  ];
}

/** A value as JSON; characters that cannot be seen are written as escapes. */
function toJson(value: unknown): string {
  const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replace(unseen, (character) => character.split('').map(escaped).join(''));
}

/** As RFC 4180 has it. Names of nested fields are joined with a dot. */
function toCsv({ columns, rows }: Records): string {
  const lines = [columns.map((path) => path.join('.')), ...rows].map((cells) => cells.map(toCell).join(','));
  return lines.map((line) => `${line}\r\n`).join('');
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = visibleText(plain(value));
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

// A spreadsheet would run it. An apostrophe before one is doubled, so that taking the first away gives back the text.
const formula = /^'*[=+\-@\t\r\n＝＋－＠]/;

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  const isFlat = Array.isArray(value) && value.every((entry) => typeof entry !== 'object' || entry === null);
  return isFlat ? value.map((entry) => String(entry ?? '')).join('; ') : JSON.stringify(value);
}
