import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImports } from './imports.ts';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const rows = Array.from(text.matchAll(/^\| `([^`]+\/)` \| (.*) \|$/gm), ([, room = '', about = '']) => ({
  room,
  about,
}));
const [, picture = ''] = /```mermaid\n(.*?)```/s.exec(text) ?? [];

/** The rooms of the picture by their ids, and which of them an arrow leads to. */
const rooms = new Map(Array.from(picture.matchAll(/(\w+)\["([\w/]+)/g), ([, id = '', room = '']) => [id, room]));
const arrows = new Map([...rooms.keys()].map((id) => [id, new Set<string>()]));
for (const [, from = '', to = ''] of picture.matchAll(/^ *([\w &]+) --> ([\w &]+)$/gm)) {
  for (const id of from.split(' & ')) for (const other of to.split(' & ')) arrows.get(id)?.add(other);
}

/** The narrowest room of the picture that a file lies in. */
function roomOf(file: string): string | undefined {
  const around = [...rooms].filter(([, room]) => file === `${room}.ts` || file.startsWith(`${room}/`));
  return around.sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}

/** The rooms that arrows lead to from this one, directly or through others. */
function below(id: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const next of arrows.get(id) ?? []) if (!seen.has(next)) below(next, seen.add(next));
  return seen;
}

const imports = new Set<string>();
for (const [file, imported] of readImports()) {
  for (const other of imported) {
    const [from, to] = [roomOf(file), roomOf(other)];
    if (from !== undefined && to !== undefined && from !== to) imports.add(`${from} --> ${to}`);
  }
}

describe('docs/architecture.md', () => {
  it('has a line for every room', () => {
    const folders = globSync(['src/*/', 'src/*/*/'], { cwd: root }).map((path) => `${path.replace(/\/$/, '')}/`);
    expect(rows.map(({ room }) => room)).toEqual(expect.arrayContaining(folders));
  });

  it('names only files that the room has', () => {
    const named = rows.flatMap(({ room, about }) =>
      Array.from(about.matchAll(/`([a-z][a-z\d-]*)`/g), ([, name = '']) => join(room, name)),
    );
    const isThere = (path: string) => existsSync(join(root, path)) || existsSync(join(root, `${path}.ts`));
    expect(named.filter((path) => !isThere(path))).toEqual([]);
  });

  it('draws the arrows that the imports have, and no circle', () => {
    for (const id of rooms.keys()) expect(below(id), id).not.toContain(id);
    const drawn = [...arrows].flatMap(([from, to]) => Array.from(to, (id) => `${from} --> ${id}`));
    expect(drawn.filter((arrow) => !imports.has(arrow))).toEqual([]);
    const undrawn = [...imports].filter((arrow) => {
      const [from = '', to = ''] = arrow.split(' --> ');
      return !below(from).has(to);
    });
    expect(undrawn).toEqual([]);
  });
});
