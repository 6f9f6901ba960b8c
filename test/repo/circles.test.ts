import { expect, it } from 'vitest';
import { readImports } from './imports.ts';

/** Every circle that a walk along the imports closes, as the way from a file back to itself. */
function findCircles(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const circles: string[] = [];
  const finished = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
    else if (!finished.has(file)) for (const next of imports.get(file) ?? []) walk(next, [...way, file]);
    finished.add(file);
  };
  for (const file of imports.keys()) walk(file, []);
  return circles;
}

it('no file of src imports itself by way of others, not even for types', () => {
  const imports = readImports();
  expect(imports.get('main.ts')).toContain('app/app.ts');
  expect(findCircles(imports)).toEqual([]);
});

it.each([
  ['two files', { 'a.ts': ['b.ts'], 'b.ts': ['a.ts'] }, ['a.ts → b.ts → a.ts']],
  ['a way around', { 'a.ts': ['b.ts'], 'b.ts': ['c.ts'], 'c.ts': ['d.ts', 'b.ts'] }, ['b.ts → c.ts → b.ts']],
  ['no circle', { 'a.ts': ['b.ts', 'c.ts'], 'b.ts': ['c.ts'] }, []],
])('finds %s', (_, imports, circles) => {
  expect(findCircles(new Map(Object.entries(imports)))).toEqual(circles);
});
