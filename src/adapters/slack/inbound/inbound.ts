import { z } from 'zod';
import { type Control, controls } from '../../../core/answer/control.ts';
import { parseJson } from '../../../core/parse-json.ts';
import type { AgentInfo } from '../../../core/ports/agent.ts';
import { type AgentName, isAgentName } from '../../../core/question/question.ts';
import { actionPrefix } from '../render/buttons.ts';
import { mentions, mentionsAnybody, toPlainText, withoutMention } from './text.ts';

/** Ids become parts of conversation keys, which no colon may stand in. */
export const id = z.string().regex(/^[^:\s]+$/);

const saidMessage = z.object({
  kind: z.enum(['mention', 'direct-message', 'follow-up']),
  team: id,
  channel: id,
  ts: id,
  threadTs: id.optional(),
  userId: id,
  text: z.string(),
});

const saidCommand = z.object({
  team: id,
  channel: id,
  userId: id,
  userName: z.string().optional(),
  agent: z.custom<AgentName>(isAgentName),
  text: z.string(),
  triggerId: id,
  responseUrl: z.url({ protocol: /^https?$/ }),
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
/** Either of them. */
export type Said = z.infer<typeof anythingSaid>;

/** What was said, as text that {@link readSaid} reads. */
export const writeSaid = (said: Said): string => JSON.stringify(said);

/** Reads what {@link writeSaid} wrote; `undefined` when it is anything else. */
export function readSaid(text: string): Said | undefined {
  return anythingSaid.safeParse(parseJson(text)).data;
}

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

/** What tells the slash commands: who each of them asks. */
export type CommandAgents = readonly Pick<AgentInfo, 'name' | 'command'>[];

/** A slash command as Slack names it. */
export const slashCommand = ({ command }: CommandAgents[number]) => `/${command}`;

const eventBody = z.object({
  team_id: id.nullish(),
  authorizations: z.array(z.object({ team_id: id.nullish() })).nullish(),
  event: z.object({
    type: z.enum(['app_mention', 'message']),
    channel: id,
    channel_type: z.string().nullish(),
    user: id,
    text: z.string().nullish(),
    ts: id,
    thread_ts: id.nullish(),
    subtype: z.string().nullish(),
    bot_id: z.string().nullish(),
    hidden: z.boolean().nullish(),
    edited: z.unknown().optional(),
  }),
});

const commandBody = z.object({
  command: z.string(),
  text: z.string().nullish(),
  team_id: id,
  channel_id: id,
  user_id: id,
  user_name: z.string().nullish(),
  trigger_id: id,
  response_url: z.url({ protocol: /^https?$/ }),
});

const pressBody = z.object({
  type: z.literal('block_actions'),
  team: z.object({ id }).nullish(),
  /** Absent under a message that only the presser sees. Its team is the bot's; the other one may be the presser's own. */
  message: z.object({ team: id.nullish() }).nullish(),
  user: z.object({ id }),
  channel: z.object({ id }),
  container: z.object({ thread_ts: id.nullish() }),
  response_url: z.url({ protocol: /^https?$/ }),
  actions: z
    .tuple([
      z.object({
        action_id: z.templateLiteral([actionPrefix, z.enum(controls)]),
        value: z.string().min(1),
      }),
    ])
    .rest(z.unknown()),
});

const sessionBody = z.object({
  team_id: id.nullish(),
  authorizations: z.array(z.object({ team_id: id.nullish() })).nullish(),
  event: z.object({ type: z.literal('agent_session_stopped'), channel: id, thread_ts: id, user: id }),
});

/** What people write: plain messages, messages with files, thread replies also sent to the channel. */
export const humanSubtypes: ReadonlySet<unknown> = new Set([undefined, null, '', 'file_share', 'thread_broadcast']);

/** Whether this is none of the people of a workspace, but Slack itself. */
export const isBySlack = (userId: string) => userId === 'USLACK' || userId === 'USLACKBOT';

/** The words of a text as Slack delivered it, plain and without the mention of the bot. */
export const wordsTo = (written: string, botUserId: string) => toPlainText(withoutMention(written, botUserId)).trim();

/**
 * What an `app_mention` or `message` event says to the bot. `undefined` for all that is not a person's new message to
 * it: own and other bots' messages, edits, deletions, joins, channel talk.
 */
export function parseMessage(body: unknown, botUserId: string): SaidMessage | undefined {
  const parsed = eventBody.safeParse(body);
  if (!parsed.success) return undefined;
  const { event, authorizations, team_id } = parsed.data;
  const team = authorizations?.[0]?.team_id ?? team_id;
  if (!team || !humanSubtypes.has(event.subtype) || event.hidden || event.edited) return undefined;
  if (event.bot_id || event.user === botUserId || isBySlack(event.user)) return undefined;

  const written = event.text ?? '';
  const threadTs = event.thread_ts && event.thread_ts !== event.ts ? event.thread_ts : undefined;
  const text = wordsTo(written, botUserId);
  const said = { team, channel: event.channel, ts: event.ts, threadTs, userId: event.user, text };
  if (event.channel_type === 'im' || event.channel.startsWith('D')) return { ...said, kind: 'direct-message' };
  if (event.type === 'app_mention' || mentions(written, botUserId)) return { ...said, kind: 'mention' };
  if (threadTs === undefined || text === '' || mentionsAnybody(written)) return undefined;
  return { ...said, kind: 'follow-up' };
}

/** What a slash command says; `undefined` when it is none of an agent's. */
export function parseSlashCommand(body: unknown, agents: CommandAgents): SaidCommand | undefined {
  const parsed = commandBody.safeParse(body);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  const agent = agents.find((one) => slashCommand(one) === data.command);
  if (!agent) return undefined;
  return {
    team: data.team_id,
    channel: data.channel_id,
    userId: data.user_id,
    userName: data.user_name ?? undefined,
    agent: agent.name,
    text: toPlainText(data.text ?? '').trim(),
    triggerId: data.trigger_id,
    responseUrl: data.response_url,
  };
}

/** What a pressed button asks for; `undefined` when it is none of Footnote's. */
export function parsePress(body: unknown): SaidPress | undefined {
  const { data } = pressBody.safeParse(body);
  if (!data) return undefined;
  const [{ action_id, value }] = data.actions;
  const control = controls.find((one) => action_id === `${actionPrefix}${one}`);
  const team = data.message?.team ?? data.team?.id;
  if (!control || !team) return undefined;
  return {
    control,
    questionId: value,
    team,
    channel: data.channel.id,
    threadTs: data.container.thread_ts ?? undefined,
    userId: data.user.id,
    responseUrl: data.response_url,
  };
}

/** Which session an `agent_session_stopped` event says was stopped; `undefined` when it is no such event. */
export function parseStoppedSession(body: unknown): StoppedSession | undefined {
  const { data } = sessionBody.safeParse(body);
  const team = data?.authorizations?.[0]?.team_id ?? data?.team_id;
  if (!data || !team) return undefined;
  const { channel, thread_ts: threadTs, user: userId } = data.event;
  return { team, channel, threadTs, userId };
}
