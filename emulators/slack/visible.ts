import { lexer, type Token } from 'marked';
import type { Block } from './message.ts';

/** What a message says, and how it was sent. */
export interface Draft {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** `link_names` or `parse: full` was sent, which makes a bare `@here` call people. */
  readonly linkNames?: boolean | undefined;
}

const liveMention = /<(?:!here|!channel|!everyone|!subteam\^\w+|@[UW]\w+)(?:\|[^>]*)?>/g;
const bareMention = /(?<![\w@])@(?:here|channel|everyone)\b/g;
const liveLink = /https?:\/\/[^\s<>|)\]"'`]+/g;

/** The mentions that would call people. Entity-escaped ones and those in the code of a markdown block do not. */
export function findPings(draft: Draft): string[] {
  const parts = readableParts(draft);
  const found = parts.texts.flatMap((text) => text.match(liveMention) ?? []);
  const bare = draft.linkNames === true ? parts.texts.flatMap((text) => text.match(bareMention) ?? []) : [];
  return [...new Set([...found, ...parts.mentions, ...bare])];
}

/** The links that Slack could show a preview of. */
export function findLinks(draft: Draft): string[] {
  const parts = readableParts(draft);
  return [...new Set([...parts.texts.flatMap((text) => text.match(liveLink) ?? []), ...parts.links])];
}

interface ReadableParts {
  readonly texts: string[];
  readonly mentions: string[];
  readonly links: string[];
}

function readableParts(draft: Draft): ReadableParts {
  const parts: ReadableParts = { texts: [draft.text], mentions: [], links: [] };
  collect(draft.blocks, parts);
  return parts;
}

function collect(value: unknown, parts: ReadableParts): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, parts);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const node = new Map<string, unknown>(Object.entries(value));
  const text = node.get('text');
  switch (node.get('type')) {
    case 'mrkdwn':
      if (typeof text === 'string') parts.texts.push(text);
      return;
    case 'markdown':
      if (typeof text === 'string') parts.texts.push(withoutCode(lexer(text)));
      return;
    case 'user':
      parts.mentions.push(`<@${String(node.get('user_id'))}>`);
      return;
    case 'usergroup':
      parts.mentions.push(`<!subteam^${String(node.get('usergroup_id'))}>`);
      return;
    case 'broadcast':
      parts.mentions.push(`<!${String(node.get('range'))}>`);
      return;
    case 'link':
      parts.links.push(String(node.get('url')));
      return;
    default:
      for (const child of node.values()) collect(child, parts);
  }
}

function withoutCode(tokens: readonly Token[]): string {
  return tokens.map(sourceWithoutCode).join('\n');
}

function sourceWithoutCode(token: Token): string {
  switch (token.type) {
    case 'code':
    case 'codespan':
      return '';
    case 'list':
      return withoutCode(token['items']);
    case 'table': {
      const cells: { tokens: Token[] }[] = [...token['header'], ...token['rows'].flat()];
      return cells.map((cell) => withoutCode(cell.tokens)).join('\n');
    }
    case 'link':
    case 'image':
      return `${withoutCode(token.tokens ?? [])} ${String(token['href'])}`;
    default: {
      const children = 'tokens' in token ? token.tokens : undefined;
      return children === undefined ? token.raw : withoutCode(children);
    }
  }
}
