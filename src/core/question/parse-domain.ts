const label = /^(?!-)[a-z\d-]{1,63}(?<!-)$/;
const topLevel = /^(?:[a-z]{2,}|xn--[a-z\d-]+)$/;
/** Of a host name without the dot at its end (RFC 1035, 2.3.4: 255 octets on the wire). */
const maxHostChars = 253;

/**
 * The host name that a person means by a domain or an address, in lower case and punycode, without scheme, path, `www.`
 * and `*.`; `undefined` when it is none. It stands for all that is below it as well.
 */
export function parseDomain(text: string): string | undefined {
  const address = text.trim().replace(/^<|>$/g, '');
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `http://${address}`);
  if (url?.username !== '') return undefined;
  const host = url.hostname.replace(/^\*\./, '').replace(/\.$/, '');
  const bare = host.replace(/^www\.(?=.*\.)/, '');
  const labels = bare.split('.');
  const fits = labels.length > 1 && labels.every((one) => label.test(one)) && bare.length <= maxHostChars;
  return fits && topLevel.test(labels.at(-1) ?? '') ? bare : undefined;
}
