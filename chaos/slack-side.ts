import { type SlackEmulator, startSlackEmulator, type VisibleMessage } from '../emulators/slack/index.ts';
import { createEnds } from './ends.ts';
import type { AskedQuestion, ShownMessage } from './history.ts';
import { questionIn, segmentsIn } from './looks.ts';
import type { Place, QuestionPlan } from './plan.ts';
import { plannedFault, type Side } from './side.ts';

/** A question that was sent: a message, or a command with what Slack said about it. */
interface Sent {
  readonly plan: QuestionPlan;
  readonly channel: string;
  readonly at: number;
  readonly ts?: string;
  readonly rootTs?: string;
  command?: { readonly triggerId: string; readonly isTaken: boolean };
}

/** The emulator's clock runs this much faster, so that what Slack sends again after a minute comes while somebody waits. */
const speed = 10;

const calls = {
  create: 'chat.postMessage',
  edit: 'chat.update',
  thread: 'chat.postMessage',
  find: 'conversations.replies',
  any: '*',
} as const;

/** Starts an emulated Slack with two people, who ask. `onChange` is told of every visible change and acknowledgement. */
export async function startSlackSide(twinOrder: 'message-first' | 'mention-first', onChange: () => void) {
  const startedAt = Date.now();
  const slack = await startSlackEmulator({
    now: () => startedAt + (Date.now() - startedAt) * speed,
    speed,
    ackTimeoutMs: 3000 * speed,
    twinOrder,
    subscriptions: ['app_mention', 'message.im', 'message.channels', 'message.groups'],
  });
  const sent = new Map<string, Sent>();
  const ends = createEnds();
  slack.onChange((change) => {
    if (change.type === 'message' && change.message.botId) ends.see(change.message.ts, textOf(change.message));
    onChange();
  });
  slack.onDelivery(onChange);
  return { slack, side: createSlackSide(slack, sent, ends) };
}

function createSlackSide(slack: SlackEmulator, sent: Map<string, Sent>, ends: ReturnType<typeof createEnds>): Side {
  const dms = { ada: slack.dm(slack.users.ada), grace: slack.dm(slack.users.grace) };
  const channels = [slack.channels.general, slack.channels.lab, dms.ada, dms.grace];
  const byBot = () => channels.flatMap(slack.messages).filter(({ botId }) => botId === slack.botId);
  const attempts = ({ ts }: Sent) =>
    slack.deliveries.map((record, index) => ({ ...record, index })).filter(({ messageTs }) => ts && messageTs === ts);

  function channelOf(place: Place): string {
    switch (place.kind) {
      case 'mention':
        return place.channel === 'threads' ? slack.channels.general : slack.channels.lab;
      case 'direct':
        return dms[place.user];
      case 'follow-up':
        return sent.get(place.of)?.channel ?? slack.channels.general;
      case 'command':
        return { threads: slack.channels.general, other: slack.channels.lab, direct: dms.ada }[place.channel];
    }
  }

  function isTaken(one: Sent): boolean {
    if (one.ts === undefined) return one.command?.isTaken === true;
    return attempts(one).some(({ outcome }) => outcome === 'acked');
  }

  /** When its events came only once and were acknowledged, the order of the deliveries is that of the arrivals. */
  function arrivalOf(one: Sent): number | undefined {
    const all = attempts(one).filter(({ outcome }) => outcome !== 'unreachable');
    const [first] = all;
    return first?.outcome === 'acked' ? first.index : undefined;
  }

  const conversationOf = ({ channel, ts, rootTs, plan }: Sent) =>
    ts === undefined ? `command ${plan.marker}` : `${channel} ${rootTs ?? ts}`;

  /** The question that a message's mark names. */
  function marked({ metadata }: VisibleMessage): { marker: string; part: number } | undefined {
    const { event_payload: payload } = Object(metadata) as {
      event_payload?: { question_id?: unknown; part?: unknown };
    };
    if (payload === undefined) return undefined;
    const id = String(payload.question_id).split(':').at(-1);
    const one = [...sent.values()].find(({ ts, command }) => ts === id || command?.triggerId === id);
    return { marker: one?.plan.marker ?? 'unknown', part: Number(payload.part) };
  }

  const replyTo = (marker: string) => byBot().filter((message) => marked(message)?.marker === marker);

  return {
    async ask(plan) {
      const { marker, place } = plan;
      const channel = channelOf(place);
      const user = channel === dms.grace ? slack.users.grace : slack.users.ada;
      const text = `Why is the sky blue, ${marker}?`;
      const at = Date.now();
      if (place.kind === 'command') {
        const one: Sent = { plan, channel, at };
        sent.set(marker, one);
        void slack.command({ channel, user, command: '/research', text }).then(({ triggerId, error }) => {
          one.command = { triggerId, isTaken: error === undefined };
        });
        return;
      }
      const rootTs = place.kind === 'follow-up' ? sent.get(place.of)?.ts : undefined;
      const prefix = place.kind === 'direct' ? '' : '@footnote ';
      // The promise waits for the delivery, the message is there at once.
      const posting = slack.post({ channel, user, text: prefix + text, threadTs: rootTs });
      const ts = slack.messages(channel).findLast((message) => message.text.includes(text))?.ts ?? '';
      sent.set(marker, { plan, channel, at, ts, ...(rootTs === undefined ? {} : { rootTs }) });
      await posting;
    },
    async again(marker, times) {
      const ts = sent.get(marker)?.ts;
      if (ts !== undefined && slack.sockets > 0) await slack.redeliver(ts, times);
    },
    progress(marker) {
      const one = sent.get(marker);
      const reply = replyTo(marker);
      return {
        sent: one !== undefined,
        taken: one !== undefined && isTaken(one),
        sign: reply.length > 0,
        segments: reply.flatMap((message) => segmentsIn(textOf(message))).length,
        ended: reply.some(({ ts }) => ends.endedAt(ts) !== undefined),
      };
    },
    asked: () =>
      [...sent.values()].map(
        (one): AskedQuestion => ({
          marker: one.plan.marker,
          platform: 'slack',
          conversation: conversationOf(one),
          channel: one.channel,
          askedAt: one.at,
          accepted: isTaken(one) ? 'yes' : 'no',
          arrival: arrivalOf(one),
        }),
      ),
    shown: () =>
      byBot().flatMap((message): ShownMessage[] => {
        const text = textOf(message);
        const mark = marked(message);
        const isAnchor = mark === undefined && questionIn(text) !== undefined;
        if (isAnchor || ends.refusedAt(message.ts) !== undefined) return [];
        const one = sent.get(mark?.marker ?? '');
        const conversation = one ? conversationOf(one) : `${message.channel} ${message.threadTs ?? message.ts}`;
        return [
          {
            id: message.ts,
            conversation,
            marker: mark?.marker,
            part: mark?.part,
            text,
            endedAt: ends.endedAt(message.ts),
            saidBefore: ends.saidBefore(message.ts),
          },
        ];
      }),
    refusals: () =>
      byBot().flatMap(({ ts, channel }) => {
        const at = ends.refusedAt(ts);
        return at === undefined ? [] : [{ channel, at }];
      }),
    planCalls: (fault) => slack.faults.plan(calls[fault.call], plannedFault(fault)),
    outage: slack.outage,
    reconnect: (how) => (how === 'drop' ? slack.dropSockets() : slack.disconnect()),
    clearFaults: slack.faults.clear,
    brokenRules: () =>
      slack.violations.map(({ rule, method, detail }) => ({ rule, seen: `Slack, ${method}: ${rule} (${detail})` })),
    stop: slack.stop,
  };
}

function textOf({ text, blocks }: VisibleMessage): string {
  return blocks.length === 0 ? text : blocks.flatMap(textsOf).join('\n');
}

/** Every `text` of a block, however deep. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'text' && typeof inner === 'string' ? [inner] : textsOf(inner),
  );
}
