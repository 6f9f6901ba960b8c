import type { Page } from '../core/answer.ts';
import type { Delivered } from '../core/footnotes.ts';

/** `sources`: only pages that the agent delivered can be links. `all`: every safe https URL can. */
export type LinkPolicy = 'sources' | 'all';

/** What may be made of a URL that an answer contains. */
export type LinkVerdict =
  /** A footnote: the page was delivered. */
  | { readonly kind: 'cite'; readonly page: Page }
  /** A plain link. */
  | { readonly kind: 'live'; readonly url: string }
  /** Text that no client turns into a link. */
  | { readonly kind: 'inert'; readonly url: string };

/** Decides about every URL of one answer. */
export type LinkGate = (url: string) => LinkVerdict;

/** Longer URLs are not made links: a link is never cut, so it has to fit one message together with its words. */
const maxUrlLength = 1500;

/**
 * The URL as it may stand in a link of either platform, or `undefined` when it must not be one: not http or https, with
 * user name or password, a bare IP address, a host without a public domain, or too long.
 */
export function safeUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '')
    return undefined;
  if (!isPublicHost(url.hostname)) return undefined;
  const safe = url.href.replace(
    /[()<>|`\\^*[\]{}"'\s]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return safe.length <= maxUrlLength ? safe : undefined;
}

function isPublicHost(host: string): boolean {
  if (!/^(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host) || host.length > 253)
    return false;
  return !/\.(?:local|localhost|internal|intranet|lan|home|arpa|onion)$/.test(host);
}

/** The host of a URL as people read it: without `www.`; international names in punycode. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host.replace(/^www\./, '') : url;
}

/** The gate of one answer. */
export function createLinkGate(delivered: Delivered, policy: LinkPolicy): LinkGate {
  return (text) => {
    const url = safeUrl(text);
    const page = url === undefined ? undefined : delivered(text);
    if (url !== undefined && page) return { kind: 'cite', page: { ...page, url } };
    if (url !== undefined && policy === 'all' && url.startsWith('https:')) return { kind: 'live', url };
    return { kind: 'inert', url: text };
  };
}

/** Whether the words of a link say no more than where it leads: a host, a number, or the URL itself. */
export function saysOnlyWhere(words: string, url: string): boolean {
  const said = words.trim();
  if (said === '' || /^[[【(^]*\d{1,3}[\])】]*$/.test(said)) return true;
  return looksLikeHost(said) || sameUrl(said, url);
}

/** Whether words look like a host name, so that people would take the link for one to that host. */
export function looksLikeHost(words: string): boolean {
  return /^(?:https?:\/\/)?(?:[\p{L}\p{N}_-]+\.)+\p{L}[\p{L}\p{N}-]+\/?$/u.test(words.trim());
}

function sameUrl(words: string, url: string): boolean {
  const bare = (text: string) =>
    text
      .replace(/^https?:\/\/(?:www\.)?/i, '')
      .replace(/\/$/, '')
      .toLowerCase();
  return bare(words) === bare(url);
}
