import { jsonrepair } from 'jsonrepair';
import { maxDataDepth } from '../../core/answer/answer.ts';
import { parseJson } from '../../core/parse-json.ts';

/** A brace in the words before an object looks like the beginning of one; so many are tried. */
const maxStarts = 20;

/**
 * The first JSON object that fits in a text that should be nothing but one. What Reka's own sample repairs is repaired:
 * code fences, words before and after the object, trailing commas and brackets that are not closed.
 */
export function findJsonObject(text: string, fits: (value: object) => boolean): object | undefined {
  let from = text.indexOf('{');
  for (let tries = 0; from !== -1 && tries < maxStarts; tries += 1) {
    const end = objectEnd(text, from);
    const value = readObject(end === undefined ? withoutClosingFence(text.slice(from)) : text.slice(from, end));
    if (value && nestsAtMost(value, maxDataDepth) && fits(value)) return value;
    from = text.indexOf('{', value && end !== undefined ? end : from + 1);
  }
  return undefined;
}

/** Where the object that begins at `from` ends, going by its braces outside of strings; `undefined` when they are not all closed. */
function objectEnd(text: string, from: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (inString && character === '\\') at += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && character === '{') depth += 1;
    else if (!inString && character === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function withoutClosingFence(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.endsWith('```') ? trimmed.slice(0, -3) : trimmed;
}

function readObject(source: string): object | undefined {
  const value = parseJson(source) ?? parseJson(repaired(source));
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function repaired(source: string): string {
  try {
    return jsonrepair(source);
  } catch {
    // It is beyond repair, or nested too deeply for a repair that works recursively.
    return '';
  }
}

function nestsAtMost(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((child) => nestsAtMost(child, levels - 1));
}
