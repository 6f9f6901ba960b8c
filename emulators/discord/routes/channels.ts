import { z } from 'zod';
import { text } from '../components.ts';
import { type Channel, channelType } from '../guild.ts';
import { parseBody } from '../message-body.ts';
import { channelPayload } from '../payloads.ts';
import { RuleError, rules } from '../rules.ts';
import { threadTypeBelow } from '../threads.ts';
import { type Emulated, findChannel, findMessage, type Route } from './route.ts';

const threadName = text(rules.threadName.max, 1);
const autoArchive = z.union([z.literal(60), z.literal(1440), z.literal(4320), z.literal(10080)]);
const threadBody = z.object({ name: threadName, auto_archive_duration: autoArchive.nullish() });
const threadOfItsOwnBody = threadBody.extend({ type: z.int().default(channelType.privateThread) });
const changeBody = z.object({
  name: threadName.optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
});
const dmBody = z.object({ recipient_id: z.string() });

/** Channels, threads and direct-message channels. */
export function channelRoutes({ guild, threads }: Emulated): Route[] {
  function parentOf(id: string): { parent: Channel; type: number } {
    const parent = findChannel(guild, id);
    const type = threadTypeBelow(parent);
    if (type === undefined) throw new RuleError('wrongChannelType');
    if (!guild.botCan(parent).createThreads) throw new RuleError('missingPermissions');
    return { parent, type };
  }

  return [
    {
      method: 'POST',
      path: '/channels/{id}/messages/{mid}/threads',
      handle(call) {
        const { parent, type } = parentOf(call.param('id'));
        const message = findMessage(guild, parent, call.param('mid'));
        const body = parseBody(threadBody, call.body);
        if (message.threadId !== undefined) throw new RuleError('threadExists');
        const autoArchiveMinutes = body.auto_archive_duration ?? undefined;
        const thread = threads.start({
          parent,
          name: body.name,
          type,
          ownerId: guild.bot.id,
          message,
          autoArchiveMinutes,
        });
        return { status: 201, body: channelPayload(guild, thread) };
      },
    },
    {
      method: 'POST',
      path: '/channels/{id}/threads',
      handle(call) {
        const { parent, type } = parentOf(call.param('id'));
        const body = parseBody(threadOfItsOwnBody, call.body);
        // A private thread needs a permission that the bot does not have.
        if (body.type !== type) throw new RuleError('missingPermissions');
        const autoArchiveMinutes = body.auto_archive_duration ?? undefined;
        const thread = threads.start({ parent, name: body.name, type, ownerId: guild.bot.id, autoArchiveMinutes });
        return { status: 201, body: channelPayload(guild, thread) };
      },
    },
    {
      method: 'GET',
      path: '/channels/{id}',
      handle: (call) => ({ status: 200, body: channelPayload(guild, findChannel(guild, call.param('id'))) }),
    },
    {
      method: 'PATCH',
      path: '/channels/{id}',
      handle(call) {
        const channel = findChannel(guild, call.param('id'));
        const body = parseBody(changeBody, call.body);
        // Without permission to manage threads the bot may rename and archive its own, and lock none.
        const isOwn = channel.thread?.ownerId === guild.bot.id;
        if (!isOwn || channel.thread?.locked || body.locked !== undefined) throw new RuleError('missingPermissions');
        if (channel.thread?.archived && body.archived !== false) throw new RuleError('archivedThread');
        threads.update(channel, body);
        return { status: 200, body: channelPayload(guild, channel) };
      },
    },
    {
      method: 'PUT',
      path: '/channels/{id}/thread-members/@me',
      handle(call) {
        const channel = findChannel(guild, call.param('id'));
        if (!channel.thread) throw new RuleError('wrongChannelType');
        if (channel.thread.archived) throw new RuleError('archivedThread');
        channel.thread.members.add(guild.bot.id);
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/users/@me/channels',
      handle(call) {
        const { recipient_id } = parseBody(dmBody, call.body);
        if (!guild.users.has(recipient_id) || recipient_id === guild.bot.id) throw new RuleError('unknownUser');
        return { status: 200, body: channelPayload(guild, guild.openDm(recipient_id)) };
      },
    },
  ];
}
