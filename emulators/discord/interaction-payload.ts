import { type Channel, channelType, type Guild, type User } from './guild.ts';
import { appPermissions, channelPayload, fullMemberPayload, integrationOwners, userPayload } from './payloads.ts';
import { rules } from './rules.ts';
import type { StoredInteraction } from './stored-interaction.ts';

/** What INTERACTION_CREATE tells of every interaction. */
export function interactionPayload(guild: Guild, held: StoredInteraction, channel: Channel, user: User): object {
  const isDm = channel.type === channelType.dm;
  return {
    id: held.id,
    token: held.token,
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
    authorizing_integration_owners: held.userInstalled ? { 1: user.id } : integrationOwners(guild, channel.id),
    attachment_size_limit: rules.fileSize.max,
  };
}
