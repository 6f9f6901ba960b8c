import { escapeHtml, linkHtml, mentionHtml, trimUrl } from './html.ts';

/** Finds the names behind ids of people and channels; `undefined` for ids that nobody has. */
export type NameOf = (id: string) => string | undefined;

const words = String.raw`((?:\[(?:\\.|[^[\]\\\n])*\]|\\.|[^[\]\\\n])*)`;
const address = String.raw`(?:<([^<>\s]+)>|((?:\\.|[^\s()<>\\]|\([^\s()<>]*\))+))`;

/** Each is tried where the one before does not begin; the order is that of Discord's client. */
const rules: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { name: 'escape', pattern: /\\([^\p{L}\p{N}\s])/uy },
  { name: 'code', pattern: /(`+)([\s\S]*?[^`])\1(?!`)/y },
  { name: 'masked', pattern: new RegExp(String.raw`\[${words}\]\(${address}(?: "[^"\n]*")?\)`, 'y') },
  { name: 'quiet', pattern: /<(https?:\/\/[^\s<>]+)>/iy },
  { name: 'person', pattern: /<@!?(\d{17,20})>/y },
  { name: 'role', pattern: /<@&(\d{17,20})>/y },
  { name: 'channel', pattern: /<#(\d{17,20})>/y },
  { name: 'emoji', pattern: /<a?(:\w+:)\d+>/y },
  { name: 'everybody', pattern: /@(?:everyone|here)/y },
  { name: 'bare', pattern: /https?:\/\/[^\s<>]+/iy },
  { name: 'strong', pattern: /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y },
  { name: 'u', pattern: /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y },
  { name: 's', pattern: /~~((?:\\[\s\S]|[^\\])+?)~~/y },
  { name: 'spoiler', pattern: /\|\|((?:\\[\s\S]|[^\\])+?)\|\|/y },
  { name: 'em', pattern: /\*(?=\S)((?:\\[\s\S]|\*\*|[^\\*])+?)(?<!\s)\*(?!\*)/y },
  { name: 'em', pattern: /(?<![\p{L}\p{N}_])_((?:\\[\s\S]|__|[^\\_])+?)_(?![\p{L}\p{N}_])/uy },
];
const plain = /[^\\`[<@hH*_~|\n]+|[\s\S]/y;

/** Shows a run of text as Discord would: emphasis, code, links, mentions, spoilers. */
export function createDiscordInline(nameOf: NameOf): (text: string) => string {
  function shown(name: string, [found, first = '', second = '', third = '']: RegExpExecArray): string {
    switch (name) {
      case 'escape':
        return escapeHtml(first);
      case 'code':
        return `<code>${escapeHtml(second.replace(/^ (.*\S.*) $/s, '$1'))}</code>`;
      case 'masked':
        return /^https?:\/\//i.test(second || third) ? linkHtml(second || third, render(first)) : escapeHtml(found);
      case 'quiet':
        return linkHtml(first, escapeHtml(first));
      case 'person':
      case 'channel':
        return mentionHtml(`${name === 'person' ? '@' : '#'}${nameOf(first) ?? 'unknown'}`);
      case 'role':
        return mentionHtml('@role');
      case 'emoji':
        return escapeHtml(first);
      case 'everybody':
        return mentionHtml(found);
      case 'bare': {
        const url = trimUrl(found);
        return `${linkHtml(url, escapeHtml(url))}${escapeHtml(found.slice(url.length))}`;
      }
      case 'spoiler':
        return `<span class="spoiler" tabindex="0">${render(first)}</span>`;
      default:
        return `<${name}>${render(first)}</${name}>`;
    }
  }

  function render(text: string): string {
    let html = '';
    let at = 0;
    const match = (pattern: RegExp) => {
      pattern.lastIndex = at;
      return pattern.exec(text);
    };
    while (at < text.length) {
      const rule = rules.find(({ pattern }) => match(pattern));
      const found = match(rule?.pattern ?? plain);
      if (!found) break;
      if (rule) html += shown(rule.name, found);
      else html += found[0] === '\n' ? '<br>' : escapeHtml(found[0]);
      at += found[0].length;
    }
    return html;
  }

  return render;
}
