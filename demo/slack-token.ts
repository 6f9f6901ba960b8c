import { escapeHtml, linkHtml, mentionHtml } from './html.ts';

/** Finds the names behind ids; `undefined` for ids that nobody has. */
export type NameOf = (id: string) => string | undefined;

/**
 * What Slack makes of the inside of `<…>`: `@U…`, `#C…`, `!here`, `https://…|label`. `undefined` when it is no token of
 * Slack's. https://docs.slack.dev/messaging/formatting-message-text
 */
export function slackTokenHtml(inside: string, nameOf: NameOf): string | undefined {
  const [target = '', label] = splitOnce(decodeEntities(inside));
  const id = target.slice(1);
  if (/^@[UW]\w+$/.test(target)) return mentionHtml(`@${nameOf(id) ?? label ?? id}`);
  if (/^#C\w+$/.test(target)) return mentionHtml(`#${nameOf(id) ?? label ?? id}`);
  if (/^!(here|channel|everyone)$/.test(target)) return mentionHtml(`@${id}`);
  if (target.startsWith('!subteam^')) return mentionHtml(label ?? '@group');
  if (target.startsWith('!')) return escapeHtml(label ?? id);
  if (/^(https?:\/\/|mailto:)/i.test(target)) return linkHtml(target, escapeHtml(label ?? target));
  return undefined;
}

/** The three entities that Slack reads. */
export function decodeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function splitOnce(text: string): readonly string[] {
  const bar = text.indexOf('|');
  return bar < 0 ? [text] : [text.slice(0, bar), text.slice(bar + 1)];
}
