/** How the bot's messages look to people, read without the bot's own code. */

/** The numbers of the segments of an answer that stand in a text: `Q07S02` is segment 2 of question `Q07`. */
export function segmentsIn(text: string): readonly { readonly marker: string; readonly segment: number }[] {
  return [...text.matchAll(/\b(Q\d{2})S(\d{2})\b/g)].map(([, marker = '', segment]) => ({
    marker,
    segment: Number(segment),
  }));
}

/** The segment as it stands in an answer. */
export const segmentName = (marker: string, segment: number) => `${marker}S${String(segment).padStart(2, '0')}`;

/** Whether a text is the end of a reply: it says how the answer came about, or why it ends. */
export const looksEnded = (text: string) => looksComplete(text) || saysWhatItLacks(text);

/** Whether a text says that an answer is not whole, or why there is none. */
export const saysWhatItLacks = (text: string) => /⚠️|⏹️/.test(text);

/** Whether a text is the end of an answer that claims to be whole. */
export const looksComplete = (text: string) => /Reka Research · /.test(text) && !saysWhatItLacks(text);

/** Whether a text is only the last line of an answer, for which the message before had no room. */
export const isFooterAlone = (text: string) => looksComplete(text) && segmentsIn(text).length === 0;

/** Whether a text refuses a question, which then gets no reply. */
export const looksRefused = (text: string) =>
  !looksEnded(text) && /again in a minute|was not taken in|I cannot answer here/.test(text);

/** The question that a text is about; the last one, where it quotes earlier ones. */
export const questionIn = (text: string) => [...text.matchAll(/\b(Q\d{2})\b/g)].at(-1)?.[1];
