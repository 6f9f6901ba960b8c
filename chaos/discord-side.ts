import {
  type DiscordEmulator,
  type Interaction,
  startDiscordEmulator,
  type VisibleMessage,
} from '../emulators/discord/index.ts';
import { createEnds } from './ends.ts';
import type { AskedQuestion, ShownMessage } from './history.ts';
import { segmentsIn } from './looks.ts';
import type { Place, QuestionPlan } from './plan.ts';
import { plannedFault, type Side } from './side.ts';

/** A question that was sent: a message or a command. */
interface Sent {
  readonly plan: QuestionPlan;
  readonly channel: string;
  readonly at: number;
  readonly index: number;
  readonly id?: string;
  readonly command?: Interaction;
}

const calls = {
  create: 'POST /channels/{id}/messages',
  edit: 'PATCH /channels/{id}/messages/{mid}',
  thread: 'POST /channels/{id}/messages/{mid}/threads',
  find: 'PATCH /webhooks/{app}/{token}/messages/@original',
  any: '*',
} as const;
const threadStarter = 21;

/** Starts an emulated Discord with two people, who ask. `onChange` is told of every visible change. */
export async function startDiscordSide(onChange: () => void) {
  const discord = await startDiscordEmulator();
  return { discord, side: createDiscordSide(discord, onChange) };
}

function createDiscordSide(discord: DiscordEmulator, onChange: () => void): Side {
  const sent = new Map<string, Sent>();
  const ends = createEnds();
  const { general, noThreads } = discord.channels;

  function byBot(): VisibleMessage[] {
    const threads = discord.threads(general).map(({ id }) => id);
    return [general, noThreads, discord.dms.ada, discord.dms.grace, ...threads]
      .flatMap((channel) => discord.messages(channel))
      .filter(({ author, type }) => author === discord.botUserId && type !== threadStarter);
  }

  discord.onChange(() => {
    for (const { id, content } of byBot()) ends.see(id, content);
    onChange();
  });

  const threadOf = ({ id, command }: Sent) => {
    const message = command?.message ?? (id === undefined ? undefined : discord.message(id));
    return message?.thread;
  };

  function channelOf(place: Place): string {
    switch (place.kind) {
      case 'mention':
        return place.channel === 'threads' ? general : noThreads;
      case 'direct':
        return discord.dms[place.user];
      case 'follow-up': {
        const root = sent.get(place.of);
        return (root && threadOf(root)) ?? general;
      }
      case 'command':
        return { threads: general, other: noThreads, direct: discord.dms.ada }[place.channel];
    }
  }

  /** Where a question's reply is looked for: its thread, the direct messages, or itself. */
  function conversationOf(one: Sent): string {
    const { channel, id, command } = one;
    if (channel === discord.dms.ada || channel === discord.dms.grace) return channel;
    if (channel !== general && channel !== noThreads) return channel;
    return threadOf(one) ?? `reply to ${id ?? command?.message?.id ?? command?.id}`;
  }

  function isTaken(one: Sent): boolean {
    if (one.command) return one.command.state === 'deferred' || one.command.state === 'replied';
    return threadOf(one) !== undefined || repliesOf(one.plan.marker).length > 0;
  }

  /** The command or message that a message of the bot is about, where the message itself says so. */
  function causeOf({ replyTo, interaction, id }: VisibleMessage): Sent | undefined {
    return [...sent.values()].find(
      (one) =>
        (replyTo !== undefined && (one.id === replyTo || one.command?.message?.id === replyTo)) ||
        (interaction !== undefined && one.command?.id === interaction.id && one.command.message?.id !== id),
    );
  }

  function shown(): ShownMessage[] {
    return byBot().flatMap((message): ShownMessage[] => {
      const { id, channel, content } = message;
      const responded = [...sent.values()].find(({ command }) => command?.message?.id === id);
      const isAnchor = responded !== undefined && (!message.thinking || message.ephemeralTo !== undefined);
      const isFile = content === '' && message.attachments.length > 0;
      if (isAnchor || isFile || ends.refusedAt(id) !== undefined) return [];
      const cause = responded ?? causeOf(message);
      const conversation = cause ? conversationOf(cause) : channel;
      const text = message.thinking ? 'Footnote is thinking…' : content;
      const [endedAt, saidBefore] = [ends.endedAt(id), ends.saidBefore(id)];
      return [{ id, conversation, marker: cause?.plan.marker, part: undefined, text, endedAt, saidBefore }];
    });
  }

  /** Near enough for the moment of a death: in a conversation of several questions the judge looks more closely. */
  function repliesOf(marker: string): ShownMessage[] {
    const all = shown();
    const named = all.filter((one) => (one.marker ?? segmentsIn(one.text)[0]?.marker) === marker);
    const one = sent.get(marker);
    if (named.length > 0 || !one) return named;
    const conversation = conversationOf(one);
    const isAlone = [...sent.values()].filter((other) => conversationOf(other) === conversation).length === 1;
    return isAlone ? all.filter((message) => message.conversation === conversation) : [];
  }

  /** Whether the bot knows the place from a question before, so that it looks there for what it missed. */
  function isLookedFor({ channel, at }: Sent): boolean {
    return [...sent.values()].some((one) => {
      if (one.channel !== channel && threadOf(one) !== channel) return false;
      return repliesOf(one.plan.marker).some(({ endedAt }) => endedAt !== undefined && endedAt < at);
    });
  }

  function accepted(one: Sent, wasHeard: (at: number) => boolean): AskedQuestion['accepted'] {
    if (isTaken(one)) return 'yes';
    if (one.command) return 'no';
    return wasHeard(one.at) || isLookedFor(one) ? 'yes' : 'perhaps';
  }

  return {
    async ask(plan) {
      const { marker, place } = plan;
      const channel = channelOf(place);
      const user = channel === discord.dms.grace ? discord.users.grace : discord.users.ada;
      const text = `Why is the sky blue, ${marker}?`;
      const one = { plan, channel, at: Date.now(), index: sent.size };
      if (place.kind === 'command') {
        const command = await discord.command({ channel, user, name: 'research', options: { question: text } });
        sent.set(marker, { ...one, command });
        return;
      }
      const mention = place.kind === 'direct' ? '' : `<@${discord.botUserId}> `;
      const { id } = await discord.post({ channel, user, text: mention + text });
      sent.set(marker, { ...one, id });
    },
    async again(marker, times) {
      const id = sent.get(marker)?.id;
      if (id !== undefined && discord.connections > 0) discord.redeliver(id, times);
    },
    progress(marker) {
      const one = sent.get(marker);
      const reply = repliesOf(marker);
      return {
        sent: one !== undefined,
        taken: one !== undefined && isTaken(one),
        sign: reply.length > 0,
        segments: reply.flatMap(({ text }) => segmentsIn(text)).length,
        ended: reply.some(({ endedAt }) => endedAt !== undefined),
      };
    },
    asked: (wasHeard) =>
      [...sent.values()].map(
        (one): AskedQuestion => ({
          marker: one.plan.marker,
          platform: 'discord',
          conversation: conversationOf(one),
          channel: one.channel,
          askedAt: one.at,
          accepted: accepted(one, wasHeard),
          // The gateway keeps the order in which things were said; what it lost may come later, by a redelivery.
          arrival: (one.command ? isTaken(one) : wasHeard(one.at)) ? one.index : undefined,
        }),
      ),
    shown,
    refusals: () =>
      byBot().flatMap(({ id, channel }) => {
        const at = ends.refusedAt(id);
        return at === undefined ? [] : [{ channel, at }];
      }),
    planCalls: (fault) => discord.faults.plan(calls[fault.call], plannedFault(fault)),
    outage: discord.outage,
    reconnect: (how) => (how === 'drop' ? discord.dropConnections() : discord.requestReconnect()),
    clearFaults: discord.faults.clear,
    brokenRules: () =>
      discord.violations.map(({ rule, route, detail }) => ({ rule, seen: `Discord, ${route}: ${rule} (${detail})` })),
    stop: discord.stop,
  };
}
