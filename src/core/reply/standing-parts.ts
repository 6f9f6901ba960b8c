import type { Part, Render, Reply } from '../ports/place.ts';
import type { KnownParts, ReplyContent } from './reply-state.ts';

/** The messages of a reply of which is not known what they look like, if there are any. */
export function unknownParts<P extends Part>(reply: Pick<Reply<P>, 'address' | 'attach'>): KnownParts {
  return { fingerprints: reply.address().messages.map(() => ''), filesAllowed: reply.attach !== undefined };
}

/**
 * The messages of a reply in which all of an answer stands. `undefined` when it has another number of them: something of
 * it could not be shown, or not in this way. Throws what rendering throws.
 */
export function standingParts<P extends Part>(
  reply: Pick<Reply<P>, 'address' | 'attach'>,
  render: Render<P>,
  { answer, earlier }: ReplyContent,
): KnownParts | undefined {
  const messages = reply.address().messages.findLastIndex((message) => message !== null) + 1;
  if (messages === 0) return undefined;
  for (const filesAllowed of reply.attach ? [true, false] : [false]) {
    const { parts } = render(answer, earlier, filesAllowed);
    if (parts.length === messages) return { fingerprints: parts.map(({ fingerprint }) => fingerprint), filesAllowed };
  }
  return undefined;
}
