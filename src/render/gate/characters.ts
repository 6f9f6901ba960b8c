/**
 * Text from outside without what people cannot see: control, direction-changing, tag and zero-width characters, and lone
 * surrogates. Joiners stay where they join (emoji, Persian, Indic scripts).
 */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(unseen, '').replace(loneJoiner, '');
}

// Control and format characters (direction marks, zero-width characters, tags) and whatever else no font shows. Arabic
// number signs are format characters that are seen; the variation selectors up to U+FE0F choose how an emoji looks.
const unseen =
  /[[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]--[\t\n\u{200c}\u{200d}\u{600}-\u{605}\u{6dd}\u{70f}\u{890}\u{891}\u{8e2}\u{110bd}\u{110cd}\u{fe00}-\u{fe0f}]]/gv;

// Scripts whose letters never join would only hide something between them.
const loneJoiner =
  /(?<![[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]--[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]])[\u{200c}\u{200d}]|[\u{200c}\u{200d}](?![[\p{L}\p{M}\p{Extended_Pictographic}]--[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}]])/gv;

/** Visible text on one line, for titles, steps and names. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').trim();
}

/** The number of Unicode code points in a text. */
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
  if (/^[ -~]*$/.test(text)) return text.length;
  let count = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (/\p{Emoji_Presentation}|\u{fe0f}/u.test(segment)) count += 2;
    else
      for (const character of segment)
        if (!/\p{M}|\u{200c}|\u{200d}/u.test(character)) count += wide.test(character) ? 2 : 1;
  }
  return count;
}

const wide =
  /[\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1f200}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
