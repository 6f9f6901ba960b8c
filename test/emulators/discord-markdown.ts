import { parse } from 'discord-markdown-parser';

type Nodes = ReturnType<typeof parse>;

/** Every node of a text as Discord's client would read it, code left out: nothing in it is live. */
function nodesOf(nodes: Nodes): Nodes {
  return nodes.flatMap((node) => [node, ...(Array.isArray(node['content']) ? nodesOf(node['content']) : [])]);
}

const read = (content: string) => nodesOf(parse(content, 'extended'));
const linkTypes = new Set(['link', 'url', 'autolink']);

/** Where the links of a message lead that a person could click, in order; text that only looks like a link is none. */
export function liveLinks(content: string): string[] {
  return read(content).flatMap(({ type, ['target']: target }) => (linkTypes.has(type) ? [String(target)] : []));
}

/** The mentions of a message that the client would show as such: `<@id>`, `<@&id>`, `<#id>`, `@everyone`, `@here`. */
export function liveMentions(content: string): string[] {
  return read(content).flatMap(({ type, ['id']: id }) => {
    if (type === 'user') return [`<@${id}>`];
    if (type === 'role') return [`<@&${id}>`];
    if (type === 'channel') return [`<#${id}>`];
    return type === 'everyone' || type === 'here' ? [`@${type}`] : [];
  });
}
