import type { Commands } from './commands.ts';
import { flatten } from './components.ts';
import type { Gateway } from './gateway.ts';
import { type Channel, channelType, type Guild, messageFlag, type StoredMessage } from './guild.ts';
import { messagePayload } from './message-payloads.ts';
import { appPermissions, channelPayload, fullMemberPayload, integrationOwners, userPayload } from './payloads.ts';
import { rules } from './rules.ts';
import { describeMessage, type VisibleMessage } from './visible.ts';

/** An interaction as the emulator keeps it. */
export interface StoredInteraction {
  readonly id: string;
  readonly token: string;
  /** 2 a command, 3 a component of a message. */
  readonly type: 2 | 3;
  readonly createdAt: number;
  readonly userId: string;
  readonly channelId: string;
  readonly commandName?: string | undefined;
  /** The message with the component. */
  readonly sourceId?: string | undefined;
  /** The type of the callback that acknowledged it. */
  callbackType?: number | undefined;
  /** The message that `@original` names. */
  originalId?: string | undefined;
}

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

/** Values of a command's options by name. */
export type CommandOptions = Readonly<Record<string, string | number | boolean>>;

/** What people do with commands and buttons. */
export interface Interactions {
  /** Runs a command. Throws when no such command is registered for the channel, or an option does not fit it. */
  command(channel: Channel, userId: string, name: string, options: CommandOptions): Interaction;
  /** Clicks a button. Throws when the message shows the person no such button. */
  click(message: StoredMessage, userId: string, customId: string): Interaction;
  find(token: string): StoredInteraction | undefined;
  /** A token lives for 15 minutes. */
  isExpired(interaction: StoredInteraction): boolean;
  /** Unacknowledged for more than three seconds. */
  isLost(interaction: StoredInteraction): boolean;
  stop(): void;
}

/** The interactions of a guild and of its direct-message channels. */
export function createInteractions(
  guild: Guild,
  gateway: Gateway,
  commands: Commands,
  onChange: () => void,
): Interactions {
  const stored = new Map<string, StoredInteraction>();
  const timers = new Set<NodeJS.Timeout>();

  const age = (interaction: StoredInteraction) => guild.now() - interaction.createdAt;
  const isExpired = (interaction: StoredInteraction) => age(interaction) > rules.interactionToken.max;
  const isLost = (interaction: StoredInteraction) =>
    interaction.callbackType === undefined && age(interaction) > rules.acknowledgement.max;

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

  function begin(interaction: Omit<StoredInteraction, 'id' | 'token' | 'createdAt'>, payload: object): Interaction {
    const id = guild.newId();
    const token = `${Buffer.from(`interaction:${id}`).toString('base64url')}${guild.newId()}`;
    const held: StoredInteraction = { ...interaction, id, token, createdAt: guild.now() };
    stored.set(token, held);
    const channel = guild.channels.get(held.channelId);
    const user = guild.users.get(held.userId);
    if (!channel || !user) throw new Error('No such channel or user.');
    const isDm = channel.type === channelType.dm;
    gateway.dispatch('INTERACTION_CREATE', () => ({
      id,
      token,
      version: 1,
      application_id: guild.applicationId,
      type: held.type,
      channel_id: channel.id,
      channel: { ...channelPayload(guild, channel), permissions: appPermissions(guild, channel) },
      ...(isDm
        ? { user: userPayload(user), context: 1 }
        : {
            guild_id: guild.id,
            guild: { id: guild.id, locale: 'en-US', features: [] },
            guild_locale: 'en-US',
            member: fullMemberPayload(guild, user),
            context: 0,
          }),
      app_permissions: appPermissions(guild, channel),
      locale: 'en-US',
      entitlements: [],
      authorizing_integration_owners: integrationOwners(guild, channel.id),
      attachment_size_limit: rules.fileSize.max,
      ...payload,
    }));
    const timer = setTimeout(() => {
      timers.delete(timer);
      onChange();
    }, rules.acknowledgement.max + 1);
    timers.add(timer.unref());
    onChange();
    return describe(held);
  }

  return {
    command(channel, userId, name, options) {
      const command = commands.find(name, channel.id);
      if (!command) throw new Error(`There is no command /${name} here.`);
      for (const key of Object.keys(options)) {
        if (!command.options.some((one) => one.name === key)) throw new Error(`/${name} has no option ${key}.`);
      }
      const missing = command.options.find((one) => one.required && options[one.name] === undefined);
      if (missing) throw new Error(`/${name} needs the option ${missing.name}.`);
      const given = command.options.filter((one) => options[one.name] !== undefined);
      const data = {
        id: command.id,
        name,
        type: command.type,
        options: given.map((one) => ({ name: one.name, type: one.type, value: options[one.name] })),
        ...(command.guildId === undefined ? {} : { guild_id: command.guildId }),
      };
      return begin({ type: 2, userId, channelId: channel.id, commandName: name }, { data });
    },
    click(message, userId, customId) {
      const seen = !message.deleted && (message.ephemeralTo === undefined || message.ephemeralTo === userId);
      const button = flatten(message.components).find(
        (one) => 'custom_id' in one && one.custom_id === customId && 'type' in one && one.type === 2,
      );
      if (!seen || !button) throw new Error(`The message shows no button ${customId}.`);
      if ('disabled' in button && button.disabled === true) throw new Error(`The button ${customId} is disabled.`);
      return begin(
        { type: 3, userId, channelId: message.channelId, sourceId: message.id },
        { data: { custom_id: customId, component_type: 2 }, message: messagePayload(guild, message, true) },
      );
    },
    find: (token) => stored.get(token),
    isExpired,
    isLost,
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
