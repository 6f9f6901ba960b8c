import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const [, section = ''] = readme.split('\n## Promises\n');
const rows = [...section.matchAll(/^\| (\d) \| .* \| (.*) \|$/gm)].map(([, number, heldBy = '']) => ({
  number,
  /** Each file with the titles that are quoted after it. */
  files: [...heldBy.matchAll(/\]\((test\/[^)]+)\)([^[]*)/g)].map(([, path = '', after = '']) => ({
    path,
    titles: [...after.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title),
  })),
}));

describe('the promises of README', () => {
  it('are seven, each with a test that is quoted', () => {
    expect(rows.map(({ number }) => number)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    for (const { number, files } of rows)
      expect(files.flatMap(({ titles }) => titles).length, number).toBeGreaterThan(0);
  });

  it('name tests that are there', () => {
    for (const { path, titles } of rows.flatMap(({ files }) => files)) {
      expect(existsSync(new URL(path, root)), path).toBe(true);
      const text = readFileSync(new URL(path, root), 'utf8');
      for (const title of titles) expect(text, path).toContain(title);
    }
  });
});
