import type { RawData } from 'ws';
import { z } from 'zod';

const command = z.discriminatedUnion('op', [
  z.object({ op: z.literal(1), d: z.number().nullish() }),
  z.object({ op: z.literal(2), d: z.object({ token: z.string(), intents: z.int().nonnegative() }) }),
  z.object({ op: z.literal(3), d: z.unknown() }),
  z.object({ op: z.literal(4), d: z.unknown() }),
  z.object({
    op: z.literal(6),
    d: z.object({ token: z.string(), session_id: z.string(), seq: z.number().nullable() }),
  }),
  z.object({ op: z.literal(8), d: z.unknown() }),
]);

/** What a client sent: `undefined` when it is no JSON, unsuccessful when it is no known command. */
export function parseCommand(data: RawData) {
  try {
    return command.safeParse(JSON.parse(data.toString()));
  } catch {
    return undefined;
  }
}
