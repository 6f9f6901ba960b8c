import { describe, expect, it } from 'vitest';
import { toFootnoteError } from '../../src/core/errors.ts';
import type { Part, Reply } from '../../src/core/ports/place.ts';

/** What can become of a message that is created: the request or its answer is lost, or the platform asks to wait. */
export type Fault = 'request-lost' | 'answer-lost' | 'limited';

/** A reply without messages, and what can be seen of it and done to it. */
export interface ReplyScene {
  readonly reply: Reply<Part>;
  /** A part that is nothing but text. */
  part(text: string): Part;
  /** What people see, a text for each message. */
  shown(): readonly string[];
  /** What becomes of the next message that is created. */
  failNext(fault: Fault): void;
  /** From now on nothing may be created. */
  forbid(): void;
  /** Somebody else deletes the message of a part. */
  deleteMessage(index: number): Promise<void>;
}

/** What the core relies on in every reply whose messages can be edited. */
export function describeReply(name: string, open: () => Promise<ReplyScene>): void {
  describe(`a reply on ${name}`, () => {
    it('creates its messages in order, and edits them in place', async () => {
      const { reply, part, shown } = await open();
      await reply.write(0, part('One'));
      await reply.write(1, part('Two'));
      await reply.write(0, part('One again'));
      expect(shown()).toEqual(['One again', 'Two']);
    });

    it('tells where it stands: by part, the message that exists', async () => {
      const { reply, part } = await open();
      expect(reply.address().messages).toEqual([]);
      await reply.write(0, part('One'));
      await reply.write(1, part('Two'));
      const { messages } = reply.address();
      expect(new Set(messages).size).toBe(2);
      await reply.write(1, part('Two again'));
      expect(reply.address().messages).toEqual(messages);
      await reply.remove(1);
      expect(reply.address().messages).toEqual([messages[0], null]);
    });

    it('takes back a message that is no longer needed, and can write its part again', async () => {
      const { reply, part, shown } = await open();
      await reply.write(0, part('One'));
      await reply.write(1, part('Two'));
      await reply.remove(1);
      expect(shown()).toEqual(['One']);
      await reply.write(1, part('Two again'));
      expect(shown()).toEqual(['One', 'Two again']);
    });

    it('counts what creates a message apart from what edits it', async () => {
      const { reply, part } = await open();
      const creating = reply.budget(0).key;
      await reply.write(0, part('One'));
      expect(reply.budget(0).key).not.toBe(creating);
      expect(reply.budget(1).key).toBe(creating);
    });

    it.each(['request-lost', 'answer-lost'] as const)('has one message for each part though a %s', async (fault) => {
      const { reply, part, shown, failNext } = await open();
      await reply.write(0, part('One'));
      failNext(fault);
      await expect(reply.write(1, part('Two'))).rejects.toMatchObject({ name: 'FootnoteError', kind: 'upstream' });
      await reply.write(1, part('Two again'));
      expect(shown()).toEqual(['One', 'Two again']);
    });

    it('passes on how long a limit lasts, and writes after that', async () => {
      const { reply, part, shown, failNext } = await open();
      failNext('limited');
      const error = await reply.write(0, part('One')).catch(toFootnoteError);
      expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: expect.any(Number) });
      const again = () =>
        reply.write(0, part('One')).then(
          () => 'written',
          () => 'refused',
        );
      await expect.poll(again).toBe('written');
      expect(shown()).toEqual(['One']);
    });

    it('says that it may not write where nothing may be created', async () => {
      const { reply, part, forbid } = await open();
      await reply.write(0, part('One'));
      forbid();
      await expect(reply.write(1, part('Two'))).rejects.toMatchObject({ kind: 'platform', hint: 'not-allowed' });
    });

    it('says that a message is gone which somebody deleted, and takes it back without complaint', async () => {
      const { reply, part, shown, deleteMessage } = await open();
      await reply.write(0, part('One'));
      await deleteMessage(0);
      await expect(reply.write(0, part('Gone'))).rejects.toMatchObject({ kind: 'platform', hint: 'message-gone' });
      await reply.remove(0);
      expect(reply.address().messages).toEqual([null]);
      expect(shown()).toEqual([]);
    });
  });
}
