import { z } from 'zod';
import type { Control } from '../../core/answer/control.ts';
import { parseJson } from '../../core/parse-json.ts';
import { type AgentName, isAgentName } from '../../core/question/question.ts';

/** An id of Slack's. Ids become parts of conversation keys, which no colon may stand in. */
export const id = z.string().regex(/^[^:\s]+$/);

/** Where Slack takes what answers a command or a press. */
export const responseUrl = z.url({ protocol: /^https?$/ });

const saidMessage = z.object({
  kind: z.enum(['mention', 'direct-message', 'follow-up']),
  team: id,
  channel: id,
  ts: id,
  threadTs: id.optional(),
  userId: id,
  text: z.string(),
});

const agentName = z.custom<AgentName>(isAgentName);

const saidCommand = z.object({
  team: id,
  channel: id,
  userId: id,
  userName: z.string().optional(),
  agent: agentName,
  text: z.string(),
  triggerId: id,
  responseUrl,
});

const anythingSaid = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), said: saidMessage }),
  z.object({ type: z.literal('command'), said: saidCommand }),
]);

/**
 * Something that a person wrote to the bot, in plain words without the mention of the bot. `threadTs` is the root of the
 * thread it was written in. A `follow-up` is a reply in a channel's thread that mentions nobody; it is for the bot only if
 * the thread is the bot's.
 */
export type SaidMessage = z.infer<typeof saidMessage>;
/** A slash command that a person sent. */
export type SaidCommand = z.infer<typeof saidCommand>;
/** A message or a command. */
export type Said = z.infer<typeof anythingSaid>;

/** What was said, as text that {@link readSaid} reads. */
export const writeSaid = (said: Said): string => JSON.stringify(said);

/** Reads what {@link writeSaid} wrote; `undefined` when it is anything else. */
export function readSaid(text: string): Said | undefined {
  return anythingSaid.safeParse(parseJson(text)).data;
}

/** Which message of which channel. */
export type MessageRef = Pick<SaidMessage, 'team' | 'channel' | 'ts'>;

/** A button that a person pressed. */
export interface SaidPress {
  readonly control: Control;
  readonly questionId: string;
  readonly team: string;
  readonly channel: string;
  /** The thread that the button stands in; `undefined` outside threads. */
  readonly threadTs: string | undefined;
  readonly userId: string;
  readonly responseUrl: string;
}

/** A thread whose agent session a person stopped with Slack's own button. */
export interface StoppedSession {
  readonly team: string;
  readonly channel: string;
  readonly threadTs: string;
  readonly userId: string;
}
