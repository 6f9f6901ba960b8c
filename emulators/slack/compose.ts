import type { User } from './workspace.ts';

/**
 * What Slack's message field makes of typed words: `@ada` of a known name becomes `<@U…>`, `@here` becomes `<!here>`,
 * an address becomes `<https://…>`, and `& < >` are escaped. Tokens that are written out (`<@U…>`) are kept.
 */
export function composeText(typed: string, users: ReadonlyMap<string, User>): string {
  const ids = new Map([...users.values()].map(({ name, id }) => [name, id]));
  const token = /<[@#!][^<>\s]+>|<https?:\/\/[^<>\s]+>|https?:\/\/[^\s<>]+|(?<![\w@])@(\w+)|[&<>]/g;
  return typed.replace(token, (found, name: string | undefined) => {
    if (name !== undefined) {
      const id = ids.get(name);
      if (id !== undefined) return `<@${id}>`;
      return ['here', 'channel', 'everyone'].includes(name) ? `<!${name}>` : found;
    }
    if (found === '&') return '&amp;';
    if (found === '<') return '&lt;';
    if (found === '>') return '&gt;';
    if (found.startsWith('http')) return `<${found.replaceAll('&', '&amp;')}>`;
    return found.startsWith('<http') ? found.replaceAll('&', '&amp;') : found;
  });
}
