import { z } from 'zod';
import { parseJson } from '../../core/parse-json.ts';
import { type GivenOption, optionNames } from '../../core/question/parse-options.ts';
import { type AgentName, isAgentName } from '../../core/question/question.ts';
import type { SeenMessage } from './inbound/inbound.ts';
import type { SeenCommand } from './incoming/command.ts';

const place = z.object({
  kind: z.enum(['direct-message', 'thread', 'channel']),
  channelId: z.string(),
  guildId: z.string(),
  canStartThread: z.boolean(),
});
const author = z.object({ id: z.string(), name: z.string().optional() });

const givenOption: z.ZodType<GivenOption> = z.object({ name: z.enum(optionNames), value: z.string() });

const seenMessage: z.ZodType<SeenMessage> = z.object({
  id: z.string(),
  place,
  author,
  fromPerson: z.boolean(),
  content: z.string(),
  text: z.string(),
  mentions: z.array(z.string()),
  mentionsGroup: z.boolean(),
  repliesTo: z.string().optional(),
});

const seenCommand: z.ZodType<SeenCommand> = z.object({
  id: z.string(),
  applicationId: z.string(),
  token: z.string(),
  place,
  agent: z.custom<AgentName>(isAgentName),
  author,
  content: z.string(),
  text: z.string(),
  options: z.array(givenOption),
});

const anythingSaid = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), seen: seenMessage }),
  z.object({ type: z.literal('command'), seen: seenCommand }),
]);

/** A message or a command. */
export type Said = z.infer<typeof anythingSaid>;

/** What was said, as text that {@link readSaid} reads. */
export const writeSaid = (said: Said): string => JSON.stringify(said);

/** Reads what {@link writeSaid} wrote; `undefined` when it is anything else. */
export function readSaid(text: string): Said | undefined {
  return anythingSaid.safeParse(parseJson(text)).data;
}
