import { type CommandOptions, commandData } from './command-data.ts';
import type { Commands } from './commands.ts';
import { placedComponents } from './component-tree.ts';
import type { Gateway } from './gateway.ts';
import { type Channel, type Guild, messageFlag, type StoredMessage } from './guild.ts';
import { interactionPayload } from './interaction-payload.ts';
import { messagePayload } from './message-payloads.ts';
import { RuleError } from './rule-error.ts';
import { rules } from './rules.ts';
import type { StoredInteraction } from './stored-interaction.ts';
import type { Report } from './violations.ts';
import { describeMessage, type VisibleMessage } from './visible.ts';

/** `deferred`: "is thinking…". `failed`: "The application did not respond". */
type InteractionState = 'waiting' | 'deferred' | 'replied' | 'failed';

/** An interaction as the person sees it who caused it; every property tells what holds when it is read. */
export interface Interaction {
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly state: InteractionState;
  /** The answer, ephemeral or not; for a click that changed its message, that message. */
  readonly message: VisibleMessage | undefined;
  readonly followUps: readonly VisibleMessage[];
}

/** What people do with commands and buttons. */
export interface Interactions {
  /** Runs a command. Throws when no such command is registered for the channel, or an option does not fit it. */
  command(run: CommandRun): Interaction;
  /** Clicks a button. Throws when the message shows the person no such button. */
  click(message: StoredMessage, userId: string, customId: string): Interaction;
  find(token: string): StoredInteraction | undefined;
  /** A token lives for 15 minutes. */
  isExpired(interaction: StoredInteraction): boolean;
  /** Throws a `RuleError` when it was left unacknowledged for more than three seconds. */
  refuseLate(interaction: StoredInteraction): void;
  /** A fault was injected into a call with this token; without one, into everything. */
  excuse(token?: string): void;
  /** Reports the interactions that were left unacknowledged and are not reported yet. */
  reportLost(): void;
  stop(): void;
}

/** A command that a person runs. */
export interface CommandRun {
  readonly channel: Channel;
  readonly userId: string;
  readonly name: string;
  readonly options: CommandOptions;
  readonly userInstalled: boolean;
}

/** What {@link createInteractions} needs. */
export interface InteractionsOptions {
  readonly guild: Guild;
  readonly gateway: Gateway;
  readonly commands: Commands;
  /** How many times faster than real time the emulator's clock runs. */
  readonly speed: number;
  /** How long an acknowledgement may take, by the guild's clock. */
  readonly ackTimeoutMs: number;
  readonly report: Report;
  readonly onChange: () => void;
}

/** The interactions of a guild and of its direct-message channels. */
export function createInteractions(options: InteractionsOptions): Interactions {
  const { guild, gateway, commands, speed, ackTimeoutMs, report, onChange } = options;
  const stored = new Map<string, StoredInteraction>();
  const timers = new Set<NodeJS.Timeout>();

  const age = (interaction: StoredInteraction) => guild.now() - interaction.createdAt;
  const isExpired = (interaction: StoredInteraction) => age(interaction) > rules.interactionToken.max;
  const isLost = (interaction: StoredInteraction) =>
    interaction.callbackType === undefined && age(interaction) > ackTimeoutMs;

  const original = (interaction: StoredInteraction) => {
    const message = guild.messages.get(interaction.originalId ?? '');
    return message?.deleted ? undefined : message;
  };

  function stateOf(interaction: StoredInteraction): InteractionState {
    if (interaction.callbackType === undefined) return isLost(interaction) ? 'failed' : 'waiting';
    const flags = original(interaction)?.flags ?? 0;
    if ((flags & messageFlag.loading) === 0) return 'replied';
    return isExpired(interaction) ? 'failed' : 'deferred';
  }

  function describe(interaction: StoredInteraction): Interaction {
    return {
      id: interaction.id,
      user: interaction.userId,
      channel: interaction.channelId,
      get state() {
        return stateOf(interaction);
      },
      get message() {
        const message = original(interaction);
        return message && describeMessage(guild, message);
      },
      get followUps() {
        return guild
          .messagesIn(interaction.channelId)
          .filter(({ id, interaction: cause }) => cause?.id === interaction.id && id !== interaction.originalId)
          .map((message) => describeMessage(guild, message));
      },
    };
  }

  type Cause = Pick<StoredInteraction, 'type' | 'userId' | 'channelId' | 'commandName' | 'sourceId' | 'userInstalled'>;

  function begin(cause: Cause, payload: object): Interaction {
    const id = guild.newId();
    const token = `${Buffer.from(`interaction:${id}`).toString('base64url')}${guild.newId()}`;
    const fresh = { id, token, createdAt: guild.now(), followUps: 0, excused: false, reported: false };
    const held: StoredInteraction = { ...cause, ...fresh };
    stored.set(token, held);
    const channel = guild.channels.get(held.channelId);
    const user = guild.users.get(held.userId);
    if (!channel || !user) throw new Error('No such channel or user.');
    const sent = { ...interactionPayload(guild, held, channel, user), ...payload };
    const reached = gateway.dispatch('INTERACTION_CREATE', () => sent);
    held.excused = reached === 0;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        onChange();
      },
      ackTimeoutMs / speed + 1,
    );
    timers.add(timer.unref());
    onChange();
    return describe(held);
  }

  return {
    command({ channel, userId, name, options, userInstalled }) {
      const command = commands.find(name, channel.id);
      if (!command) throw new Error(`There is no command /${name} here.`);
      const data = commandData(command, options);
      return begin({ type: 2, userId, channelId: channel.id, commandName: name, userInstalled }, { data });
    },
    click(message, userId, customId) {
      const seen = !message.deleted && (message.ephemeralTo === undefined || message.ephemeralTo === userId);
      const button = placedComponents(message.components)
        .map(({ component }) => component)
        .find((one) => 'custom_id' in one && one.custom_id === customId && 'type' in one && one.type === 2);
      if (!seen || !button) throw new Error(`The message shows no button ${customId}.`);
      if ('disabled' in button && button.disabled === true) throw new Error(`The button ${customId} is disabled.`);
      return begin(
        { type: 3, userId, channelId: message.channelId, sourceId: message.id, userInstalled: false },
        { data: { custom_id: customId, component_type: 2 }, message: messagePayload(guild, message, true) },
      );
    },
    find: (token) => stored.get(token),
    isExpired,
    refuseLate(interaction) {
      if (!isLost(interaction)) return;
      const isBlamed = !interaction.excused && !interaction.reported;
      interaction.reported = true;
      throw new RuleError(isBlamed ? 'acknowledgement' : 'unknownInteraction');
    },
    excuse(token) {
      for (const interaction of stored.values()) {
        if (token === undefined || token === interaction.token) interaction.excused = true;
      }
    },
    reportLost() {
      for (const interaction of stored.values()) {
        if (!isLost(interaction) || interaction.excused || interaction.reported) continue;
        interaction.reported = true;
        report('acknowledgement', `The interaction ${interaction.id} was not acknowledged.`);
      }
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
