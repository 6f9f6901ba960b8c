import { type Attachment, channelType, type Guild, type MessageInteraction, type StoredMessage } from './guild.ts';
import { componentPayloads, embedPayload } from './part-payloads.ts';
import { channelPayload, integrationOwners, iso, memberPayload, userPayload } from './payloads.ts';

/** Whether the app may read a message's content without the privileged intent. */
function isReadable(guild: Guild, message: StoredMessage): boolean {
  if (message.authorId === guild.bot.id) return true;
  if (guild.channels.get(message.channelId)?.type === channelType.dm) return true;
  if (message.content.includes(`<@${guild.bot.id}>`) || message.content.includes(`<@!${guild.bot.id}>`)) return true;
  const repliedTo = guild.messages.get(message.replyTo ?? '');
  return message.mentions.includes(guild.bot.id) && repliedTo?.interaction === undefined;
}

function attachmentPayload(message: StoredMessage, { id, filename, size, contentType }: Attachment) {
  const url = `https://cdn.discordapp.com/attachments/${message.channelId}/${id}/${encodeURIComponent(filename)}`;
  return { id, filename, size, content_type: contentType, url, proxy_url: url };
}

function interactionPayload(guild: Guild, message: StoredMessage, interaction: MessageInteraction) {
  const user = guild.users.get(interaction.userId) ?? guild.bot;
  return {
    webhook_id: guild.applicationId,
    interaction_metadata: {
      id: interaction.id,
      type: interaction.type,
      user: userPayload(user),
      authorizing_integration_owners: integrationOwners(guild, message.channelId),
    },
    interaction: {
      id: interaction.id,
      type: interaction.type,
      name: interaction.commandName ?? '',
      user: userPayload(user),
    },
  };
}

/** A message object; `messageContent` false blanks what the app may not read without the intent. */
export function messagePayload(guild: Guild, message: StoredMessage, messageContent: boolean): object {
  const readable = messageContent || isReadable(guild, message);
  const author = guild.users.get(message.authorId) ?? guild.bot;
  const isDm = guild.channels.get(message.channelId)?.type === channelType.dm;
  const thread = guild.channels.get(message.threadId ?? '');
  const mentioned = message.mentions.flatMap((id) => guild.users.get(id) ?? []);
  const repliedTo = guild.messages.get(message.replyTo ?? '');
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: userPayload(author),
    content: readable ? message.content : '',
    embeds: readable ? message.embeds.map(embedPayload) : [],
    components: readable ? componentPayloads(message.components) : [],
    attachments: readable ? message.attachments.map((attachment) => attachmentPayload(message, attachment)) : [],
    mentions: mentioned.map(userPayload),
    mention_roles: [],
    mention_everyone: message.mentionsEveryone,
    timestamp: iso(message.createdAt),
    edited_timestamp: message.editedAt === undefined ? null : iso(message.editedAt),
    flags: message.flags,
    pinned: false,
    tts: false,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    ...(message.interaction ? interactionPayload(guild, message, message.interaction) : {}),
    ...(thread && !thread.recipientId ? { thread: channelPayload(guild, thread) } : {}),
    ...(message.replyTo === undefined
      ? {}
      : {
          message_reference: {
            type: 0,
            message_id: message.replyTo,
            channel_id: repliedTo?.channelId ?? message.channelId,
            ...(isDm ? {} : { guild_id: guild.id }),
          },
          referenced_message:
            repliedTo && !repliedTo.deleted
              ? { ...messagePayload(guild, { ...repliedTo, replyTo: undefined }, messageContent) }
              : null,
        }),
  };
}

/** A message as MESSAGE_CREATE and MESSAGE_UPDATE carry it. */
export function messageEventPayload(guild: Guild, message: StoredMessage, messageContent: boolean): object {
  const channel = guild.channels.get(message.channelId);
  const payload = messagePayload(guild, message, messageContent);
  if (channel?.type === channelType.dm) return { ...payload, channel_type: channelType.dm };
  const author = guild.users.get(message.authorId) ?? guild.bot;
  return { ...payload, guild_id: guild.id, member: memberPayload(guild, author) };
}
