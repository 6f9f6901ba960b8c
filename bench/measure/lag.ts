/** How far an agent's text had come at a moment, in UTF-16 units from its beginning. */
export interface Point {
  readonly atMs: number;
  readonly chars: number;
}

/** Two lines over time: what the agent had sent, and what people could read. Both only rise. */
export interface Lines {
  readonly sent: readonly Point[];
  readonly visible: readonly Point[];
}

/**
 * The mean time from sending a character to its being visible. One that never became visible counts as if it had at
 * `endMs`, so that cutting an answer makes no figure better.
 */
export function meanLagMs({ sent, visible }: Lines, endMs: number): number {
  let sum = 0;
  let chars = 0;
  let at = 0;
  let before = 0;
  for (const point of sent) {
    // The characters of one delta may become visible with different edits.
    let from = before;
    while (from < point.chars) {
      while (at < visible.length && (visible[at]?.chars ?? 0) <= from) at += 1;
      const seen = visible[at];
      const to = Math.min(point.chars, seen?.chars ?? point.chars);
      sum += (to - from) * Math.max(0, (seen?.atMs ?? endMs) - point.atMs);
      chars += to - from;
      from = to;
    }
    before = point.chars;
  }
  return chars === 0 ? 0 : sum / chars;
}

/** From the first character sent to the first one visible; `undefined` when none ever was. */
export function firstVisibleMs({ sent, visible }: Lines): number | undefined {
  const first = visible.find(({ chars }) => chars > 0);
  return first && sent[0] ? first.atMs - sent[0].atMs : undefined;
}

/** The points at which the line rises: a reader does not lose again what was seen once. */
export function rising(points: readonly Point[]): readonly Point[] {
  const risen: Point[] = [];
  for (const point of points) if (point.chars > (risen.at(-1)?.chars ?? 0)) risen.push(point);
  return risen;
}
