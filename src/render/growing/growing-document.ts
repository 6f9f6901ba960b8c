import type { Block } from '../gate/document.ts';
import { lexMarkdown, type MarkdownToken } from '../gate/lex-markdown.ts';
import type { LinkGate } from '../gate/links.ts';
import { toDocument } from '../gate/to-document.ts';
import { createGrowingText } from './growing-text.ts';
import { showablePart } from './streaming.ts';

/** The change of a document whose text has grown. */
export interface Growth {
  /** True when the text before is not continued, so that everything shown of it is void. */
  readonly anew: boolean;
  /** Blocks that are finished: they come once. */
  readonly finished: readonly Block[];
  /** Blocks behind them that may still change: they come with every update. */
  readonly open: readonly Block[];
}

/** A document whose text grows at its end: finished blocks are parsed once, only what is open is parsed again. */
export interface GrowingDocument {
  /** `complete`: nothing more comes, so that all of the text is shown. Otherwise nothing half-made is. */
  update(text: string, complete: boolean, gate: LinkGate): Growth;
}

/** An empty document. */
export function createGrowingDocument(): GrowingDocument {
  const text = createGrowingText();
  let finishedText = '';
  return {
    update(source, complete, gate) {
      const clean = text.update(source);
      const anew = !clean.startsWith(finishedText);
      if (anew) finishedText = '';
      const rest = clean.slice(finishedText.length);
      const tokens = lexMarkdown(complete ? rest : showablePart(rest));
      const border = complete ? 0 : lastBorder(tokens);
      const finished = tokens.slice(0, border);
      finishedText += finished.map(({ raw }) => raw).join('');
      return { anew, finished: toDocument(finished, gate), open: toDocument(tokens.slice(border), gate) };
    },
  };
}

/** Where the last block begins that stands behind a blank line: nothing that still comes can change what is before it. */
function lastBorder(tokens: readonly MarkdownToken[]): number {
  for (let at = tokens.length - 1; at > 0; at -= 1)
    if (tokens[at]?.type !== 'space' && tokens[at - 1]?.type === 'space') return at;
  return 0;
}
