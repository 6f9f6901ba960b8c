import { FootnoteError } from '../errors.ts';
import type { Part, Reply } from '../ports/place.ts';

/**
 * A reply that is written to only while `owns` says so: a process that was taken for dead and wakes up must not write over
 * what its successor has written. Its writes throw a `FootnoteError` with the hint `taken-over` then.
 */
export function fencedReply<P extends Part>(reply: Reply<P>, owns: () => Promise<boolean>): Reply<P> {
  async function check(): Promise<void> {
    if (await owns()) return;
    throw new FootnoteError('stopped', 'Another process goes on with this reply.', { hint: 'taken-over' });
  }

  const { attach, lookFor, working } = reply;
  return {
    get writesLeft() {
      return reply.writesLeft;
    },
    budget: (index) => reply.budget(index),
    address: () => reply.address(),
    async write(index, part) {
      await check();
      // It takes a while, after which the message may be the successor's.
      if (await lookFor?.(index)) await check();
      await reply.write(index, part);
    },
    async remove(index) {
      await check();
      await reply.remove(index);
    },
    ...(attach && {
      async attach(file) {
        await check();
        await reply.attach?.(file);
      },
    }),
    ...(working && { working: async (isWorking) => reply.working?.(isWorking) }),
  };
}
