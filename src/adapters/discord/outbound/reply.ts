import { createHash } from 'node:crypto';
import { FootnoteError, isAmbiguous, toFootnoteError } from '../../../core/errors.ts';
import type { Reply } from '../../../core/ports/place.ts';
import type { DiscordPart } from '../render/render.ts';
import { maxNonceLength } from './limits.ts';
import type { ReplyPlace } from './reply-place.ts';

/** What a reply is made of. */
export interface ReplyOptions {
  readonly questionId: string;
  readonly place: ReplyPlace;
  /** Takes the place of `place` when the bot may not write there. */
  readonly fallback?: ReplyPlace | undefined;
  /** Of a reply that another process began: the messages that it knew of. One more may exist. */
  readonly messages?: readonly (string | null)[] | undefined;
  /** Told of every new message; must not reject. */
  readonly onCreated?: ((messageId: string) => Promise<void>) | undefined;
}

/** The messages of one answer on Discord. The channel of its address is the one that the messages stand in. */
export function createReply(options: ReplyOptions): Reply<DiscordPart> {
  const { questionId, place: first, fallback, onCreated } = options;
  let place = first;
  let removals = 0;
  /** The part whose creation was not answered, so that its message may exist. */
  let unanswered = options.messages?.length;
  const messages = [...(options.messages ?? [])];

  async function create(index: number, part: DiscordPart): Promise<string> {
    const options = { nonce: nonceOf(questionId, `part ${index} ${removals}`), first: index === 0 };
    try {
      return await place.create(part, options);
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (isAmbiguous(error)) unanswered = index;
      const refused = error.hint === 'not-allowed';
      if (!refused || !fallback || place === fallback || messages.some((id) => id !== null)) throw thrown;
      place = fallback;
      return await place.create(part, options);
    }
  }

  return {
    budget: (index) => ((messages[index] ?? null) === null ? place.budgets.create : place.budgets.edit),
    async write(index, part) {
      const existing = messages[index] ?? null;
      if (existing !== null) return place.edit(existing, part);
      const id = await create(index, part);
      while (messages.length < index) messages.push(null);
      messages[index] = id;
      await onCreated?.(id);
      if (unanswered !== index) return;
      // The nonce may have given back the message of the unanswered attempt, with what it said then.
      unanswered = undefined;
      await place.edit(id, part);
    },
    async remove(index) {
      const existing = messages[index] ?? null;
      if (existing === null) return;
      // Not known any more when Discord tells of the deletion, which nobody wished but the bot.
      messages[index] = null;
      try {
        await place.remove(existing);
      } catch (thrown) {
        if (toFootnoteError(thrown).hint !== 'message-gone') {
          messages[index] = existing;
          throw thrown;
        }
      }
      removals += 1;
    },
    async attach(file) {
      if (!place.attach) throw new FootnoteError('platform', 'No file can be attached here.', { hint: 'not-allowed' });
      await place.attach(file, nonceOf(questionId, `file ${file.name}`));
    },
    address: () => ({
      platform: 'discord',
      channel: place.channelId,
      messages: [...messages],
      ...(place === fallback && { asResponse: true }),
    }),
  };
}

/** The same for the same question and purpose: what makes creating a message a second time harmless. */
export function nonceOf(questionId: string, purpose: string): string {
  const hash = createHash('sha256').update(`${questionId}\n${purpose}`).digest('hex');
  return BigInt(`0x${hash}`).toString(36).slice(0, maxNonceLength);
}
