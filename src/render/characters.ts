/**
 * Text from outside without what people cannot see: control, direction-changing, tag and zero-width characters, and lone
 * surrogates. Joiners stay where they join (emoji, Persian, Indic scripts).
 */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(unseen, '')
    .replace(/(?<![\p{L}\p{M}\p{Emoji}])[\u{200c}\u{200d}]|[\u{200c}\u{200d}](?![\p{L}\p{M}\p{Emoji}])/gu, '');
}

// Control and format characters (direction marks, zero-width characters, tags), and the variation selectors that no font shows.
const unseen = /(?![\t\n\u{200c}\u{200d}])[\p{Cc}\p{Cf}]|[\u{e0000}-\u{e01ef}]/gu;

/** The same on one line, for titles, steps and names. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim();
}

/** How many characters a platform counts that counts Unicode code points. */
export function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
    else if (at === 0 || (text.charCodeAt(at - 1) & 0xfc00) !== 0xd800) count += 1;
  }
  return count;
}

/** Columns of a text in a fixed-width font: wide East Asian characters and emoji take two. */
export function columns(text: string): number {
  let count = 0;
  for (const character of text) {
    if (/\p{M}|\u{200d}|\u{fe0f}/u.test(character)) continue;
    count +=
      /[\u{1100}-\u{115f}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff00}-\u{ff60}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return count;
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** Text with the HTML character references resolved that people and models write. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#[xX]([\da-fA-F]{1,6}));/g,
    (whole, name, decimal, hex) => {
      if (name) return named[name] ?? whole;
      const code = decimal ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
    },
  );
}
