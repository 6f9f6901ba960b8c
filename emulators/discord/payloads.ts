import { type Channel, channelType, type Guild, type User } from './guild.ts';
import { deniedPermissions, everyonePermissions, moderatorPermissions, rolePermissions } from './permissions.ts';

/** A time as the API writes it. */
export const iso = (ms: number) => new Date(ms).toISOString();

/** A user object. */
export function userPayload(user: User) {
  return {
    id: user.id,
    username: user.username,
    global_name: user.displayName,
    discriminator: '0',
    avatar: null,
    primary_guild: null,
    public_flags: 0,
    flags: 0,
    bot: user.bot,
  };
}

/** A guild member; without `user` as inside a message. */
export function memberPayload(guild: Guild, user: User) {
  return {
    nick: null,
    avatar: null,
    roles: user.id === guild.bot.id ? [guild.botRoleId] : [],
    joined_at: iso(guild.createdAt),
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

/** A member as a list or an interaction has it. */
export function fullMemberPayload(guild: Guild, user: User) {
  const permissions = guild.moderators.has(user.id) ? moderatorPermissions : everyonePermissions;
  return { ...memberPayload(guild, user), user: userPayload(user), permissions: permissions.toString() };
}

/** The bot's permissions in a channel, as a bit set in decimal. */
export function appPermissions(guild: Guild, channel: Channel): string {
  return (rolePermissions & ~deniedPermissions(guild.botCan(channel))).toString();
}

/** A channel, thread or direct-message channel object. */
export function channelPayload(guild: Guild, channel: Channel): object {
  const messages = guild.messagesIn(channel.id).filter(({ ephemeralTo }) => ephemeralTo === undefined);
  const base = {
    id: channel.id,
    type: channel.type,
    flags: 0,
    last_message_id: messages.at(-1)?.id ?? null,
  };
  if (channel.recipientId !== undefined) {
    const recipient = guild.users.get(channel.recipientId);
    return { ...base, recipients: recipient ? [userPayload(recipient)] : [] };
  }
  const inGuild = { ...base, guild_id: guild.id, name: channel.name, parent_id: channel.parentId ?? null };
  const { thread } = channel;
  if (thread === undefined) {
    const denied = deniedPermissions(channel.botCan);
    return {
      ...inGuild,
      position: 0,
      topic: null,
      nsfw: false,
      rate_limit_per_user: 0,
      permission_overwrites: denied === 0n ? [] : [{ id: guild.bot.id, type: 1, allow: '0', deny: denied.toString() }],
    };
  }
  const joined = thread.members.has(guild.bot.id);
  return {
    ...inGuild,
    owner_id: thread.ownerId,
    message_count: messages.length,
    total_message_sent: messages.length,
    member_count: thread.members.size,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived: thread.archived,
      locked: thread.locked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: iso(thread.createdAt),
      create_timestamp: iso(thread.createdAt),
    },
    ...(joined ? { member: threadMemberPayload(guild, channel) } : {}),
  };
}

/** The bot as a member of a thread. */
function threadMemberPayload(guild: Guild, channel: Channel): object {
  return {
    id: channel.id,
    user_id: guild.bot.id,
    join_timestamp: iso(channel.thread?.createdAt ?? guild.createdAt),
    flags: 0,
  };
}

/** What READY tells. */
export function readyPayload(
  guild: Guild,
  session: { sessionId: string; url: string; privilegedIntents: boolean },
): object {
  return {
    v: 10,
    user: userPayload(guild.bot),
    guilds: [{ id: guild.id, unavailable: true }],
    session_id: session.sessionId,
    resume_gateway_url: session.url,
    session_type: 'normal',
    private_channels: [],
    shard: [0, 1],
    application: { id: guild.applicationId, flags: session.privilegedIntents ? 1 << 19 : 0 },
  };
}

/** Everything that GUILD_CREATE tells. */
export function guildPayload(guild: Guild, intents: { members: boolean }): object {
  const channels = [...guild.channels.values()].filter(
    (channel) => channel.type !== channelType.dm && guild.botCan(channel).view,
  );
  const members = [...guild.users.values()].filter(({ id }) => intents.members || id === guild.bot.id);
  const role = { color: 0, hoist: false, mentionable: false, flags: 0, icon: null, unicode_emoji: null };
  return {
    id: guild.id,
    name: 'Emulated guild',
    icon: null,
    owner_id: [...guild.users.values()].find(({ bot }) => !bot)?.id ?? guild.bot.id,
    joined_at: iso(guild.createdAt),
    large: false,
    unavailable: false,
    member_count: guild.users.size,
    preferred_locale: 'en-US',
    features: [],
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    roles: [
      { ...role, id: guild.id, name: '@everyone', position: 0, managed: false, permissions: `${everyonePermissions}` },
      { ...role, id: guild.botRoleId, name: 'Footnote', position: 1, managed: true, permissions: `${rolePermissions}` },
    ],
    emojis: [],
    stickers: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    members: members.map((user) => ({ ...memberPayload(guild, user), user: userPayload(user) })),
    channels: channels.filter(({ thread }) => !thread).map((channel) => channelPayload(guild, channel)),
    threads: channels.filter(({ thread }) => thread && !thread.archived).map((thread) => channelPayload(guild, thread)),
  };
}

/** Where the app is installed, for an interaction in a channel: `0` (the guild) and its id, or 0 in a direct message. */
export function integrationOwners(guild: Guild, channelId: string): Record<string, string> {
  return { 0: guild.channels.get(channelId)?.type === channelType.dm ? '0' : guild.id };
}
