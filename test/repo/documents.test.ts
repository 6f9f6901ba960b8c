import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it.each(globSync(['*.md', 'docs/*.md', 'emulators/*.md'], { cwd: root, exclude: ['CHANGELOG.md'] }))(
  '%s names and links only files that are there',
  (document) => {
    const text = readFileSync(join(root, document), 'utf8');
    const paths = Array.from(text.matchAll(/`((?:[\w.-]+\/)+(?:[\w.-]+\.[jt]s)?)`/g), ([, path = '']) => path);
    const links = Array.from(text.matchAll(/\]\(([^)#:]+)[^):]*\)/g), ([, path = '']) => path);
    const folder = join(root, document, '..');
    expect(links.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
    const places = [root, join(root, 'src'), folder];
    expect(paths.filter((path) => !places.some((place) => existsSync(join(place, path))))).toEqual([]);
  },
);
