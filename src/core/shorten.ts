/** A text of at most `max` code points; a longer one ends at a word and an ellipsis. For labels, never for answers. */
export function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  // A code point has at most two units, so what follows these cannot be part of the result.
  const points = Array.from(text.slice(0, 2 * max + 2));
  if (points.length <= max) return text;
  const start = points.slice(0, max - 1).join('');
  const space = start.search(/\s\S*$/);
  return `${start.slice(0, space > start.length / 2 ? space : start.length).trimEnd()}…`;
}

/** The beginning of a text: at most `max` UTF-16 code units, without half a character at its end. For what agents read. */
export function truncate(text: string, max: number): string {
  const start = text.slice(0, max);
  const isHalf = text.length > max && /[\ud800-\udbff]$/.test(start);
  return (isHalf ? start.slice(0, -1) : start).toWellFormed();
}
