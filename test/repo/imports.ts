import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const src = join(import.meta.dirname, '../../src');
const imported = /(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^']+)'/g;

/** The files of `src`, each with the files that it imports, those of which it takes types alone included. */
export function readImports(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(src, file), 'utf8');
      return [file, [...text.matchAll(imported)].map(([, path = '']) => normalize(join(dirname(file), path)))];
    }),
  );
}
