import { type Control, controls } from '../../../core/answer/control.ts';
import { toFootnoteError } from '../../../core/errors.ts';
import type { Opened, Render, ReplyAddress } from '../../../core/ports/place.ts';
import type { Incoming } from '../../../core/ports/platform.ts';
import type { ConversationIndex } from '../../../core/ports/stores.ts';
import type { Clock, Logger } from '../../../core/ports/system.ts';
import { encodeChannelKey, encodeConversationKey } from '../../../core/question/keys.ts';
import type { EditBudget } from '../../../core/reply/edit-budget.ts';
import { shorten } from '../../../core/shorten.ts';
import { asked, somebody } from '../../../words/en.ts';
import { commandIdentity, messageIdentity, teamOf } from '../inbound/identity.ts';
import { type SaidCommand, type SaidMessage, writeSaid } from '../inbound/inbound.ts';
import type { NewMessage, SlackApi } from '../outbound/api.ts';
import { postBudget } from '../outbound/limits.ts';
import { type ChannelReplyOptions, createChannelReply } from '../outbound/reply.ts';
import { createResponseUrl } from '../outbound/response-url.ts';
import { createResponseUrlReply } from '../outbound/response-url-reply.ts';
import type { Sessions } from '../outbound/sessions.ts';
import { escapeMrkdwn } from '../render/mrkdwn.ts';
import type { SlackPart } from '../render/render.ts';

/** Makes the renderer of the answer to one question; `workingThere`: the controls that work where it stands, all unless given. */
export type CreateSlackRender = (questionId: string, workingThere?: readonly Control[]) => Render<SlackPart>;

/** What an answer needs beside what was said. */
export interface IncomingPorts {
  readonly api: SlackApi;
  readonly createRender: CreateSlackRender;
  readonly index: ConversationIndex;
  /** Paces what is posted beside the answers together with them. */
  readonly budget: EditBudget;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly sessions: Sessions;
}

/** Where a thread is remembered that began with a question to the bot in a channel: there follow-ups need no mention. */
export const threadAlias = (team: string, channel: string, rootTs: string) =>
  `slack:thread:${team}:${channel}:${rootTs}`;

/** A message as the core takes it in: answered in the thread that it is in, or begins. */
export function messageIncoming(said: SaidMessage, ports: IncomingPorts): Incoming<SlackPart> {
  const { api, clock } = ports;
  const { team, channel, ts, threadTs, userId, kind } = said;
  const rootTs = threadTs ?? ts;
  const id = messageIdentity(team, channel, ts);
  const key = () => encodeConversationKey({ platform: 'slack', workspace: team, channel, thread: rootTs });
  const inThread = (text: string) => post(ports, { channel, threadTs: rootTs, text });

  return {
    id,
    platform: 'slack',
    origin: kind === 'direct-message' ? 'direct-message' : 'mention',
    asker: { id: userId },
    text: said.text,
    channelKey: encodeChannelKey({ platform: 'slack', workspace: team, channel }),
    line: key(),
    said: writeSaid({ type: 'message', said }),
    current: async () => (threadTs === undefined ? undefined : key()),
    async open() {
      if (kind === 'mention' && threadTs === undefined) await remember(ports, team, channel, ts);
      return opened(ports, said, { threadTs: rootTs, questionTs: ts, questionId: id });
    },
    resume: ({ messages }) => opened(ports, said, { threadTs: rootTs, questionTs: ts, questionId: id, messages }),
    async tell(words) {
      const text = escapeMrkdwn(words);
      if (kind === 'direct-message') {
        await inThread(text);
        return;
      }
      try {
        await patiently(clock, () => api.whisper({ channel, userId, threadTs }, text));
      } catch (thrown) {
        if (toFootnoteError(thrown).kind !== 'platform') throw thrown;
        await inThread(text);
      }
    },
  };
}

/** A slash command as the core takes it in: answered below a message that shows the question, or through its `response_url`. */
export function commandIncoming(said: SaidCommand, ports: IncomingPorts): Incoming<SlackPart> {
  const { createRender, clock } = ports;
  const { team, channel, triggerId } = said;
  const id = commandIdentity(team, triggerId);
  const responseUrl = createResponseUrl(said.responseUrl);
  const asker = said.userName ?? somebody;

  function openAtUrl(): Opened<SlackPart> {
    const conversation = encodeConversationKey({ platform: 'slack', workspace: team, channel, thread: triggerId });
    const heading = asked(asker, shorten(said.text, maxHeadingChars));
    return {
      conversation,
      ...createResponseUrlReply({ responseUrl, render: createRender(id, fixedControls), channel, triggerId, heading }),
    };
  }

  return {
    id,
    platform: 'slack',
    origin: 'command',
    asker: { id: said.userId, name: said.userName },
    text: said.text,
    agent: said.agent,
    channelKey: encodeChannelKey({ platform: 'slack', workspace: team, channel }),
    line: id,
    said: writeSaid({ type: 'command', said }),
    current: async () => undefined,
    async open() {
      let ts: string;
      try {
        const text = asked(`*${escapeMrkdwn(asker)}*`, escapeMrkdwn(said.text));
        ts = await post(ports, { channel, text });
      } catch (thrown) {
        if (toFootnoteError(thrown).hint === 'not-allowed') return openAtUrl();
        throw thrown;
      }
      await remember(ports, team, channel, ts);
      return opened(ports, said, { threadTs: ts, questionTs: ts, questionId: id });
    },
    resume({ thread, messages }) {
      if (thread === undefined) return openAtUrl();
      return opened(ports, said, { threadTs: thread, questionTs: thread, questionId: id, messages });
    },
    async tell(words) {
      await patiently(clock, () => responseUrl.send({ response_type: 'ephemeral', text: escapeMrkdwn(words) }));
    },
  };
}

/** What works under a message that cannot be edited: what is asked again could not be answered in it. */
const fixedControls: readonly Control[] = controls.filter((control) => control !== 'retry' && control !== 'reword');

/** A reply in a thread of whose question only the id is left; `undefined` for one that went through a `response_url`. */
export function reopenThread(
  { channel, thread, messages }: ReplyAddress,
  questionId: string,
  ports: IncomingPorts,
): Opened<SlackPart> | undefined {
  const team = teamOf(questionId);
  if (team === undefined || thread === undefined) return undefined;
  return opened(ports, { team, channel }, { threadTs: thread, questionTs: thread, questionId, messages });
}

/** Well below the 2,000 characters that Slack allows in an element of a context block. */
const maxHeadingChars = 300;

function opened(
  { api, createRender, logger, sessions }: IncomingPorts,
  { team, channel }: { readonly team: string; readonly channel: string },
  place: Pick<ChannelReplyOptions, 'threadTs' | 'questionTs' | 'questionId' | 'messages'>,
): Opened<SlackPart> {
  const conversation = encodeConversationKey({ platform: 'slack', workspace: team, channel, thread: place.threadTs });
  return {
    conversation,
    render: createRender(place.questionId),
    reply: createChannelReply({ api, logger, sessions, team, channel, ...place }),
  };
}

/** Without the memory only a follow-up will need its mention: no reason to leave the question unanswered. */
async function remember(
  { index, logger }: IncomingPorts,
  team: string,
  channel: string,
  rootTs: string,
): Promise<void> {
  const conversation = encodeConversationKey({ platform: 'slack', workspace: team, channel, thread: rootTs });
  try {
    await index.link(threadAlias(team, channel, rootTs), conversation);
  } catch (thrown) {
    logger.warn({ err: toFootnoteError(thrown) }, 'A thread could not be remembered for its follow-ups.');
  }
}

const maxAttempts = 3;

function post({ api, budget, clock }: IncomingPorts, message: NewMessage): Promise<string> {
  return patiently(clock, () => budget.spend(postBudget(message.channel), 'first', () => api.post(message)));
}

/** Waits and tries again where Slack only asks for patience. */
export async function patiently<T>(clock: Clock, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (thrown) {
      const error = toFootnoteError(thrown);
      if (error.kind !== 'rate-limited' || attempt === maxAttempts) throw error;
      await clock.sleep(error.retryAfterMs ?? 1000);
    }
  }
}
