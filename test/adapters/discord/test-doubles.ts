import type { ConversationIndex } from '../../../src/core/ports/stores.ts';
import type { Clock, Logger } from '../../../src/core/ports/system.ts';
import type { ConversationKey } from '../../../src/core/question/keys.ts';

/** An index in memory. */
export function createTestIndex(clock: Clock): ConversationIndex {
  const links = new Map<string, { conversation: ConversationKey; at: number }>();
  return {
    find: async (alias) => links.get(alias),
    async link(alias, conversation) {
      links.set(alias, { conversation, at: clock.now() });
    },
    async unlink(alias) {
      links.delete(alias);
    },
  };
}

/** A logger that keeps what it is told. */
export function createTestLogger(): Logger & { readonly lines: string[] } {
  const lines: string[] = [];
  const keep = (level: string) => (fields: object, message: string) =>
    void lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
}
