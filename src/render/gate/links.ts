import type { Page } from '../../core/answer/answer.ts';
import { type Delivered, maxUrlLength } from '../../core/answer/footnotes.ts';
import { visibleLine } from './characters.ts';

/** `sources`: only pages that the agent delivered can be links. `all`: every safe https URL can. */
export type LinkPolicy = 'sources' | 'all';

/** A gate's decision about one URL of an answer. */
export type LinkVerdict =
  /** A footnote: the page was delivered. */
  | { readonly kind: 'cite'; readonly page: Page }
  /** A plain link. */
  | { readonly kind: 'live'; readonly url: string }
  /** Text that no client turns into a link. */
  | { readonly kind: 'inert'; readonly url: string };

/** Decides about every URL of one answer. */
export type LinkGate = (url: string) => LinkVerdict;

/**
 * The URL as it may stand in a link of either platform, or `undefined` when it must not be one: not http or https, with
 * user name or password, a bare IP address, a host without a public domain, or too long.
 */
export function safeUrl(text: string): string | undefined {
  if (text.length > maxUrlLength || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '')
    return undefined;
  if (!isPublicHost(url.hostname)) return undefined;
  // Both platforms end a link at some of these characters; Markdown reads `&…;` as an entity even in a URL.
  const safe = url.href
    .replace(
      /[()<>|`\\^*[\]{}"'\s]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .replace(/(&#?\w{1,40});/g, '$1%3B');
  return safe.length <= maxUrlLength ? safe : undefined;
}

function isPublicHost(host: string): boolean {
  if (!/^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host) || host.length > 253)
    return false;
  return !/\.(?:local|localhost|localdomain|internal|intranet|lan|home|arpa|onion)$/.test(host);
}

/** The host of a URL as people read it: without `www.`; international names in punycode. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url;
}

/** The gate of one answer. */
export function createLinkGate(delivered: Delivered, policy: LinkPolicy): LinkGate {
  return (text) => {
    const url = safeUrl(text);
    // Footnotes of earlier answers are remembered in the form that may stand in a link.
    const page = url === undefined ? undefined : (delivered(text) ?? delivered(url));
    if (url !== undefined && page) return { kind: 'cite', page: { ...page, url } };
    if (url !== undefined && policy === 'all' && url.startsWith('https:')) return { kind: 'live', url };
    return { kind: 'inert', url: shownUrl(text) };
  };
}

/** A URL as it is shown: on one line, without what cannot be seen, and with an international host in punycode. */
export function shownUrl(text: string): string {
  const line = visibleLine(text);
  const [, before = '', host = '', rest = ''] =
    /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#\\]*@)?)([^/?#\\@]*)(.*)$/i.exec(line) ?? [];
  if (/^[ -~]*$/.test(host) || !URL.canParse(line)) return line;
  return before + new URL(line).host + rest;
}

/** Whether a link's words say no more than its marker does: nothing, the number of a footnote, the host, or the URL itself. */
export function saysOnlyWhere(words: string, href: string, verdict: LinkVerdict): boolean {
  const said = words.trim();
  if (said === '' || sameUrl(said, href)) return true;
  if (looksLikeHost(said)) return isHostOf(said, href);
  return verdict.kind === 'cite' && /^[[【(^]*\d{1,2}[\])】]*$/.test(said);
}

/** Whether a link's words name another host than the link's, or name it in other letters. */
export function claimsOtherHost(words: string, url: string): boolean {
  if (words.length > 500) return true;
  const names = words.match(/(?:[\p{L}\p{N}_-]+[.。．｡])+[\p{L}\p{N}-]+/gu) ?? [];
  const hosts = names.filter((name) => /[\p{L}\p{N}-]*\p{L}[\p{L}\p{N}-]+$|^\d+(?:\.\d+){3}$/u.test(name));
  return hosts.some((host) => !/^[ -~]+$/.test(host) || !isHostOf(host, url));
}

/** Whether words are a host name, as a whole. */
function looksLikeHost(words: string): boolean {
  return /^(?:https?:\/\/)?(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+\/?$/u.test(words);
}

function isHostOf(words: string, url: string): boolean {
  const said = words.replace(/^https?:\/\//i, '').replace(/\/$/, '');
  return hostOf(`https://${said}`) === hostOf(url);
}

function sameUrl(words: string, url: string): boolean {
  const bare = (text: string) =>
    text
      .replace(/^https?:\/\/(?:www\.)?/i, '')
      .replace(/\/$/, '')
      .toLowerCase();
  return bare(words) === bare(url);
}
