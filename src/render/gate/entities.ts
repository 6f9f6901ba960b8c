import { visibleText } from './characters.ts';

// All names of HTML 4, which people and models write, and some of the 2,000 that HTML added for mathematicians and for
// ASCII (https://html.spec.whatwg.org/#named-character-references). Another name is shown as it is written.

/** Names of characters that follow one another; `-` where there is none. */
const ranges: readonly (readonly [first: number, names: string])[] = [
  [
    0xa0,
    'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml',
  ],
  [
    0x391,
    'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi Omega',
  ],
  [
    0x3b1,
    'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega',
  ],
  [0x2190, 'larr uarr rarr darr harr'],
  [0x21d0, 'lArr uArr rArr dArr hArr'],
];

/** Each name with its character behind it. */
const pairs =
  'amp& lt< gt> quot" apos\' commat@ colon: period. comma, semi; excl! quest? num# dollar$ percnt% lpar( rpar) lsqb[ lbrack[ rsqb] rbrack] lcub{ lbrace{ rcub} rbrace} ast* plus+ equals= sol/ bsol\\ lowbar_ grave` vert| verbar| Hat^ ' +
  'hellip… mdash— ndash– lsquo‘ rsquo’ sbquo‚ ldquo“ rdquo” bdquo„ lsaquo‹ rsaquo› bull• dagger† Dagger‡ permil‰ prime′ Prime″ oline‾ frasl⁄ circˆ tilde˜ euro€ trade™ ' +
  'ensp\u2002 emsp\u2003 thinsp\u2009 zwnj\u200c zwj\u200d lrm\u200e rlm\u200f OEligŒ oeligœ fnofƒ LstrokŁ lstrokł DstrokĐ dstrokđ inodotı thetasymϑ upsihϒ pivϖ ' +
  'weierp℘ imageℑ realℜ alefsymℵ crarr↵ forall∀ part∂ exist∃ empty∅ nabla∇ isin∈ notin∉ ni∋ prod∏ sum∑ minus− lowast∗ radic√ prop∝ infin∞ ang∠ and∧ or∨ cap∩ cup∪ int∫ there4∴ sim∼ cong≅ asymp≈ approx≈ ne≠ equiv≡ le≤ leq≤ ge≥ geq≥ sub⊂ sup⊃ nsub⊄ sube⊆ supe⊇ oplus⊕ otimes⊗ perp⊥ sdot⋅ lceil⌈ rceil⌉ lfloor⌊ rfloor⌋ lang⟨ rang⟩ loz◊ spades♠ clubs♣ hearts♥ diams♦ check✓ cross✗ star☆ starf★ half½';

const named: ReadonlyMap<string, string> = new Map([
  ...ranges.flatMap(([first, names]) =>
    names.split(' ').map((name, index) => [name, String.fromCharCode(first + index)] as const),
  ),
  ...pairs.split(' ').map((pair) => [pair.slice(0, -1), pair.slice(-1)] as const),
]);

/** The marks in names of letters such as `&ccaron;`, as combining characters. */
const accents: ReadonlyMap<string, string> = new Map([
  ['grave', '\u0300'],
  ['acute', '\u0301'],
  ['circ', '\u0302'],
  ['tilde', '\u0303'],
  ['macr', '\u0304'],
  ['breve', '\u0306'],
  ['uml', '\u0308'],
  ['ring', '\u030a'],
  ['dblac', '\u030b'],
  ['caron', '\u030c'],
  ['cedil', '\u0327'],
  ['ogon', '\u0328'],
]);

/** Text with the HTML character references resolved that people and models write; what cannot be seen does not come out of them. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const decoded = text.replace(
    /&(?:([a-zA-Z]{2,10}\d{0,2})|#(\d{1,7})|#[xX]([\da-fA-F]{1,6}));/g,
    (whole, name: string | undefined, decimal: string | undefined, hex: string | undefined) => {
      if (name !== undefined) return named.get(name) ?? accented(name) ?? whole;
      return numbered(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10));
    },
  );
  return visibleText(decoded);
}

function accented(name: string): string | undefined {
  const letter = name.slice(0, 1) + (accents.get(name.slice(1)) ?? '');
  const composed = letter.normalize('NFC');
  return letter.length === 2 && composed.length === 1 ? composed : undefined;
}

function numbered(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
  // Of old these numbers were meant in the encoding of Windows, and browsers read them so.
  if (code >= 0x80 && code <= 0x9f) return new TextDecoder('windows-1252').decode(Uint8Array.of(code));
  return String.fromCodePoint(code);
}
