import { createDiscordInline, type NameOf } from './discord-inline.ts';
import { codeBlockHtml } from './html.ts';

const fence = /```(?:([\w+.#-]+)\n)?\n*([\s\S]*?)\n*```/y;
const quote = /(?:> [^\n]*(?:\n|$))+/y;
const longQuote = />>> ([\s\S]*)/y;
const heading = /(#{1,3}) +([^\n]+)(?:\n|$)/y;
const subtext = /-# +([^\n]+)(?:\n|$)/y;
const list = /(?:[ ]*(?:[-*]|\d{1,9}\.) [^\n]*(?:\n|$)(?:[ ]{2,}(?![-*] |\d{1,9}\. )[^\n]+(?:\n|$))*)+/y;
const line = /(?:(?!```)[^\n])*(?:\n|$|(?=```))/y;

/** Shows a message as Discord's client would. https://support.discord.com/hc/en-us/articles/210298617 */
export function createDiscordMarkdown(nameOf: NameOf): (content: string) => string {
  const inline = createDiscordInline(nameOf);

  function blocks(text: string, quoted: boolean): string {
    let html = '';
    let paragraph = '';
    let at = 0;

    const take = (pattern: RegExp) => {
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (!found || found[0] === '') return undefined;
      at += found[0].length;
      return found;
    };
    const put = (block: string) => {
      if (paragraph !== '') html += `<p>${inline(paragraph.replace(/\n$/, ''))}</p>`;
      paragraph = '';
      html += block;
    };

    while (at < text.length) {
      const lineStart = at === 0 || text[at - 1] === '\n';
      const code = take(fence);
      if (code) {
        put(codeBlockHtml(code[2] ?? '', code[1]));
        if (text[at] === '\n') at += 1;
        continue;
      }
      if (lineStart) {
        const block = lineBlock(take, quoted);
        if (block !== undefined) {
          put(block);
          continue;
        }
      }
      paragraph += take(line)?.[0] ?? take(/[\s\S]/y)?.[0] ?? '';
    }
    put('');
    return html;
  }

  function lineBlock(take: (pattern: RegExp) => RegExpExecArray | undefined, quoted: boolean): string | undefined {
    const long = quoted ? undefined : take(longQuote);
    if (long) return `<blockquote>${blocks(long[1] ?? '', true)}</blockquote>`;
    const short = quoted ? undefined : take(quote);
    if (short) return `<blockquote>${blocks(short[0].replace(/^> /gm, '').replace(/\n$/, ''), true)}</blockquote>`;
    const title = take(heading);
    // The page has headings of its own above these.
    if (title) return `<h${depth(title)}>${inline(title[2] ?? '')}</h${depth(title)}>`;
    const small = take(subtext);
    if (small) return `<p class="small">${inline(small[1] ?? '')}</p>`;
    const items = take(list);
    return items ? listHtml(items[0]) : undefined;
  }

  function listHtml(source: string): string {
    const items: { indent: number; number: number | undefined; text: string }[] = [];
    for (const one of source.replace(/\n$/, '').split('\n')) {
      const [, indent, mark, text = ''] = /^( *)([-*]|\d{1,9}\.) (.*)$/.exec(one) ?? [];
      const last = items.at(-1);
      if (indent !== undefined && mark !== undefined) {
        items.push({ indent: indent.length, number: /\d/.test(mark) ? Number.parseInt(mark, 10) : undefined, text });
      } else if (last) last.text += `\n${one.trim()}`;
    }
    let html = '';
    const open: { indent: number; tag: 'ul' | 'ol' }[] = [];
    for (const { indent, number, text } of items) {
      while (open.length > 1 && indent < (open.at(-1)?.indent ?? 0)) html += `</li></${open.pop()?.tag}>`;
      const inner = open.at(-1);
      if (!inner || indent > inner.indent) {
        open.push({ indent, tag: number === undefined ? 'ul' : 'ol' });
        html += number === undefined ? '<ul>' : `<ol start="${number}">`;
      } else html += '</li>';
      html += `<li>${inline(text)}`;
    }
    while (open.length > 0) html += `</li></${open.pop()?.tag}>`;
    return html;
  }

  return (content) => blocks(content, false);
}

const depth = (title: RegExpExecArray) => (title[1]?.length ?? 1) + 2;
