import { visibleText } from '../gate/characters.ts';

/** A text that grows at its end, without what cannot be seen; each of its lines is cleaned once. */
export interface GrowingText {
  /** The clean form of the text; a text that does not continue the one before begins anew. */
  update(text: string): string;
}

/** Nothing has arrived yet. */
export function createGrowingText(): GrowingText {
  let source = '';
  let cleaned = '';
  let cleanedTo = 0;
  return {
    update(text) {
      if (!text.startsWith(source)) {
        cleaned = '';
        cleanedTo = 0;
      }
      source = text;
      const end = text.lastIndexOf('\n') + 1;
      if (end > cleanedTo) {
        cleaned += visibleText(text.slice(cleanedTo, end));
        cleanedTo = end;
      }
      return cleaned + visibleText(text.slice(cleanedTo));
    },
  };
}
