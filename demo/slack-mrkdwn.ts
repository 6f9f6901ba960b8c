import { codeBlockHtml, escapeHtml, linkHtml, trimUrl } from './html.ts';
import { decodeEntities, type NameOf, slackTokenHtml } from './slack-token.ts';

const fence = /```\n?([\s\S]+?)```/g;
const inline =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}])([*_~])(?=[^\s*_~])((?:(?!\3)[^\n])*)(?<=\S)\3(?![\p{L}\p{N}])|https?:\/\/[^\s<>|]+/gu;
const tags = new Map([
  ['*', 'strong'],
  ['_', 'em'],
  ['~', 's'],
]);

/** Shows text in Slack's older markup: `*bold*`, `_italic_`, `~struck~`, code, quotes, `<url|label>`, entities. */
export function createSlackMrkdwn(nameOf: NameOf): (text: string) => string {
  const plain = (text: string) => escapeHtml(decodeEntities(text));

  function line(text: string): string {
    let html = '';
    let end = 0;
    for (const { 0: found, 1: code, 2: token, 3: mark, 4: inner, index } of text.matchAll(inline)) {
      html += plain(text.slice(end, index));
      end = index + found.length;
      const tag = tags.get(mark ?? '');
      if (code !== undefined) html += `<code>${plain(code)}</code>`;
      else if (token !== undefined) html += slackTokenHtml(token, nameOf) ?? plain(found);
      else if (tag !== undefined) html += `<${tag}>${line(inner ?? '')}</${tag}>`;
      else {
        const url = trimUrl(found);
        html += `${linkHtml(decodeEntities(url), plain(url))}${plain(found.slice(url.length))}`;
      }
    }
    return html + plain(text.slice(end));
  }

  function lines(text: string): string {
    const groups: { quoted: boolean; lines: string[] }[] = [];
    for (const one of text.split('\n')) {
      const quoted = /^(&gt;|>)/.test(one);
      const words = line(quoted ? one.replace(/^(&gt;|>) ?/, '') : one);
      const last = groups.at(-1);
      if (last?.quoted === quoted) last.lines.push(words);
      else groups.push({ quoted, lines: [words] });
    }
    return groups
      .map((group) =>
        group.quoted ? `<blockquote>${group.lines.join('<br>')}</blockquote>` : group.lines.join('<br>'),
      )
      .join('');
  }

  return (text) => {
    let html = '';
    let end = 0;
    for (const { 0: found, 1: code = '', index } of text.matchAll(fence)) {
      if (index > end) html += lines(text.slice(end, index));
      html += codeBlockHtml(decodeEntities(code));
      end = index + found.length;
    }
    return html + (end < text.length ? lines(text.slice(end)) : '');
  };
}
