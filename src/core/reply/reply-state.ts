import { type Answer, withNotice } from '../answer/answer.ts';
import type { FootnoteList } from '../answer/footnotes.ts';
import type { AnswerFile, Part, Render, Rendered } from '../ports/place.ts';

/** One state of an answer, with the conversation's footnotes before it. */
export interface ReplyContent {
  readonly answer: Answer;
  readonly earlier: FootnoteList;
}

/** What is known of the messages of a reply. */
export interface KnownParts {
  /** One a message; an empty one where it is not known what the message looks like. */
  readonly fingerprints: readonly string[];
  /** Whether what is shown may refer to files. */
  readonly filesAllowed: boolean;
}

/** What a reply is to look like, what it looks like by now, and where they differ. It knows no platform. */
export interface ReplyState<P extends Part> {
  readonly wanted: ReplyContent | undefined;
  /** How many messages stand. */
  readonly messages: number;
  /** Text of the answer can be seen. */
  readonly textShown: boolean;
  /** It is the last state that is wanted. */
  readonly isEnding: boolean;
  want(content: ReplyContent): void;
  /**
   * Makes what is wanted the last state. With too few writes left for all of its parts, the beginning and the end are wanted,
   * and the end says that something is missing. Throws what rendering throws.
   */
  end(writesLeft: number | undefined): void;
  /** The first part to write or remove; -1 when all is as it is wanted. Throws what rendering throws. */
  firstDifference(): number;
  /** What is wanted of this part; `undefined` where there is no such part. */
  part(index: number): P | undefined;
  /** What is to be attached to what was rendered last. */
  files(): readonly AnswerFile[];
  /** From now on all of the answer is in the parts. */
  refuseFiles(): void;
  /** The message of a part stands there with this state of the answer; `undefined`: it and those after it are gone. */
  shown(index: number, part: P | undefined, answer: Answer | undefined): void;
  /** Nobody has seen yet what comes next: the first message, or the first words. */
  isFirst(): boolean;
  /** The last message looks as it should at the end: nothing in it says that something is still to come. */
  isLastDone(): boolean;
}

/** The state of a reply of which this much is known. */
export function createReplyState<P extends Part>(render: Render<P>, known: KnownParts): ReplyState<P> {
  const standing = [...known.fingerprints];
  let { filesAllowed } = known;
  let wanted: ReplyContent | undefined;
  let rendered: { of: ReplyContent; result: Rendered<P> } | undefined;
  let textShown = false;
  let isEnding = false;

  function parts(): readonly P[] {
    if (!wanted) return [];
    if (rendered?.of !== wanted) rendered = { of: wanted, result: render(wanted.answer, wanted.earlier, filesAllowed) };
    return rendered.result.parts;
  }

  return {
    get wanted() {
      return wanted;
    },
    get messages() {
      return standing.length;
    },
    get textShown() {
      return textShown;
    },
    get isEnding() {
      return isEnding;
    },
    want(content) {
      wanted = content;
    },
    end(writesLeft) {
      isEnding = true;
      if (writesLeft === undefined || !wanted || parts().length <= writesLeft) return;
      wanted = { ...wanted, answer: withNotice(wanted.answer, 'not-all-shown') };
      const result = render(wanted.answer, wanted.earlier, filesAllowed);
      rendered = { of: wanted, result: { ...result, parts: beginningAndEnd(result.parts, writesLeft) } };
    },
    firstDifference() {
      const all = parts();
      const at = all.findIndex((part, index) => part.fingerprint !== standing[index]);
      if (at !== -1) return at;
      return standing.length > all.length ? standing.length - 1 : -1;
    },
    part: (index) => parts()[index],
    files: () => rendered?.result.files ?? [],
    refuseFiles() {
      filesAllowed = false;
      rendered = undefined;
    },
    shown(index, part, answer) {
      if (part) standing[index] = part.fingerprint;
      else standing.length = index;
      textShown ||= answer !== undefined && answer.text !== '';
    },
    isFirst: () => standing.length === 0 || (!textShown && wanted?.answer.text !== ''),
    isLastDone() {
      const last = rendered?.of === wanted ? rendered?.result.parts[standing.length - 1] : undefined;
      return isEnding && last !== undefined && last.fingerprint === standing.at(-1);
    },
  };
}

function beginningAndEnd<P extends Part>(parts: readonly P[], atMost: number): readonly P[] {
  return [...parts.slice(0, atMost - 1), ...parts.slice(-1)];
}
