import { readFile } from 'node:fs/promises';

/** The files of the page by path. Nothing else is served. */
const files = new Map([
  ['/', 'index.html'],
  ...['style.css', 'chat.css', 'compose.css'].map(byPath),
  ...[
    ...['app', 'pane', 'message', 'thread', 'composer', 'command-fields', 'suggestions'],
    ...['bot-switch', 'announcer', 'element'],
  ].map((name) => byPath(`${name}.js`)),
]);
const types = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
]);

/** The file at a path of the page; `undefined` when there is none. */
export async function pageFile(path: string): Promise<{ body: Buffer; type: string } | undefined> {
  const name = files.get(path);
  const type = types.get(name?.split('.').at(-1) ?? '');
  if (name === undefined || type === undefined) return undefined;
  return { body: await readFile(new URL(`page/${name}`, import.meta.url)), type };
}

function byPath(name: string): [string, string] {
  return [`/${name}`, name];
}
