/** A stretch of a line under the same marks (`**`, `*`, `~~`, outermost first). */
export interface Run {
  readonly text: string;
  /** `words` are escaped when written and may be cut; `code` is written as code and may be cut; `whole` is written as it is and never cut. */
  readonly as: 'words' | 'code' | 'whole';
  readonly marks: readonly string[];
}

/** A fence or the head of a table: stands around lines that belong together, closed and opened again where they are cut. */
export interface Frame {
  readonly open: string;
  /** Empty when nothing closes it. */
  readonly close: string;
}

/** One line of a message. */
export interface Line {
  /** Indentation, bullets and quote marks, at the line's beginning and where it goes on after a cut. */
  readonly first: string;
  readonly rest: string;
  readonly runs: readonly Run[];
  readonly frame?: Frame | undefined;
  /** A line that is moved to the next message rather than cut, if it fits there. */
  readonly together?: boolean | undefined;
}

/** A top-level block as lines; `gap` stands between it and what is before it. */
export interface Section {
  readonly lines: readonly Line[];
  readonly gap: '\n' | '\n\n';
  readonly heading: boolean;
}

/** A line, and the frame it stands in, behind a prefix. */
export function indented(line: Line, space: string): Line {
  if (!line.frame) return { ...line, first: space + line.first, rest: space + line.rest };
  const frame = framesIndented.get(line.frame)?.get(space) ?? indentFrame(line.frame, space);
  return { ...line, first: space + line.first, rest: space + line.rest, frame };
}

// Lines of one frame share the frame object: that is how the splitter knows that they belong together.
const framesIndented = new WeakMap<Frame, Map<string, Frame>>();

function indentFrame(frame: Frame, space: string): Frame {
  const pad = (text: string) => (text === '' ? '' : text.replace(/^/gm, space));
  const result = { open: pad(frame.open), close: pad(frame.close) };
  const bySpace = framesIndented.get(frame) ?? new Map<string, Frame>();
  framesIndented.set(frame, bySpace.set(space, result));
  return result;
}

/** Lines behind a prefix: `first` before the first of them, `rest` before the others. */
export function indent(lines: readonly Line[], first: string, rest: string): readonly Line[] {
  return lines.map((line, index) => {
    const behind = indented(line, rest);
    return index === 0 ? { ...behind, first: first + line.first } : behind;
  });
}

/** A line without anything around it. */
export const plainLine = (runs: readonly Run[]): Line => ({ first: '', rest: '', runs });

/** Lines of code inside their fence. */
export function fencedLines(lines: readonly string[], language: string): readonly Line[] {
  const frame = { open: `\`\`\`${language}`, close: '```' };
  return lines.map((text) => ({ first: '', rest: '', runs: [{ text, as: 'code', marks: [] }], frame, together: true }));
}
