import { z } from 'zod';
import type { Control } from '../../core/answer/control.ts';
import { parseJson } from '../../core/parse-json.ts';
import { type GivenOption, optionNames } from '../../core/question/parse-options.ts';
import { type AgentName, isAgentName } from '../../core/question/question.ts';

/** Stands for the guild of direct messages, which belong to none. */
export const directMessageGuild = '@dm';

const saidPlace = z.object({
  kind: z.enum(['direct-message', 'thread', 'channel']),
  channelId: z.string(),
  guildId: z.string(),
  canStartThread: z.boolean(),
});

const author = z.object({ id: z.string(), name: z.string().optional() });

const givenOption: z.ZodType<GivenOption> = z.object({ name: z.enum(optionNames), value: z.string() });

const saidMessage = z.object({
  id: z.string(),
  place: saidPlace,
  author,
  /** Written by a person: no bot, no webhook, and no notice by Discord itself. */
  fromPerson: z.boolean(),
  /** As written, with the ids of those it mentions. */
  content: z.string(),
  /** The words, without the mention of the bot. */
  text: z.string(),
  /** Everyone mentioned by name, or by a reply with ping. */
  mentions: z.array(z.string()),
  /** Whether it mentions `@everyone`, `@here` or a role. */
  mentionsGroup: z.boolean(),
  /** The message that it replies to. */
  repliesTo: z.string().optional(),
});

const agentName = z.custom<AgentName>(isAgentName);

const saidCommand = z.object({
  id: z.string(),
  applicationId: z.string(),
  token: z.string(),
  place: saidPlace,
  agent: agentName.optional(),
  author,
  /** The question as written, with the ids of those it mentions. */
  content: z.string(),
  text: z.string(),
  /** The options that were chosen beside the question. */
  options: z.array(givenOption),
});

const anythingSaid = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), said: saidMessage }),
  z.object({ type: z.literal('command'), said: saidCommand }),
]);

/** A record of an earlier version, which had another name for what was said. */
const older = z.looseObject({ seen: z.looseObject({}) }).transform(({ seen, ...rest }) => ({ ...rest, said: seen }));

const record = older.or(z.unknown()).pipe(anythingSaid);

/**
 * Where something was said: threads include the posts of a forum, and the guild is {@link directMessageGuild} in direct
 * messages. `canStartThread`: the bot could start a thread from a message here, as far as is known.
 */
export type SaidPlace = z.infer<typeof saidPlace>;
/** A message, in what decides whether and how it is answered. */
export type SaidMessage = z.infer<typeof saidMessage>;
/** A slash command that a person sent; `agent` is absent for `/help`, which has no words either. */
export type SaidCommand = z.infer<typeof saidCommand>;
/** A message or a command. */
export type Said = z.infer<typeof anythingSaid>;

/** What was said, as text that {@link readSaid} reads. */
export const writeSaid = (said: Said): string => JSON.stringify(said);

/** Reads what {@link writeSaid} wrote; `undefined` when it is anything else. */
export function readSaid(text: string): Said | undefined {
  return record.safeParse(parseJson(text)).data;
}

/** Which message of which channel. */
export interface MessageRef extends Pick<SaidPlace, 'guildId' | 'channelId'> {
  readonly id: string;
}

/** A button that a person pressed. */
export interface SaidPress extends Pick<SaidCommand, 'applicationId' | 'token'> {
  readonly control: Control;
  readonly questionId: string;
  readonly place: SaidPlace;
  readonly userId: string;
  /** Whether the person may manage messages there. */
  readonly mayModerate: boolean;
}
