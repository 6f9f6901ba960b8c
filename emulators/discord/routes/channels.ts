import { z } from 'zod';
import { parseBody, text } from '../fields.ts';
import { type Channel, channelType } from '../guild.ts';
import { channelPayload } from '../payloads.ts';
import { RuleError } from '../rule-error.ts';
import { type ThreadDraft, threadTypeBelow } from '../threads.ts';
import { type Emulated, findChannel, findMessage, type Route } from './route.ts';

const threadName = text('threadName', 1);
const autoArchiveMinutes = [60, 1440, 4320, 10080];
const autoArchive = z.int().refine((minutes) => autoArchiveMinutes.includes(minutes), {
  error: `Value must be one of {${autoArchiveMinutes.join(', ')}}.`,
  params: { rule: 'autoArchive', code: 'BASE_TYPE_CHOICES' },
});
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

  function start(draft: Omit<ThreadDraft, 'ownerId' | 'autoArchiveMinutes'>, minutes: number | null | undefined) {
    if (threads.areFull()) throw new RuleError('activeThreads');
    const thread = threads.start({ ...draft, ownerId: guild.bot.id, autoArchiveMinutes: minutes ?? undefined });
    return { status: 201, body: channelPayload(guild, thread) };
  }

  return [
    {
      method: 'POST',
      path: '/channels/{id}/messages/{mid}/threads',
      rate: 'threadRate',
      handle(call) {
        const { parent, type } = parentOf(call.param('id'));
        const message = findMessage(guild, parent, call.param('mid'));
        const body = parseBody(threadBody, call.body);
        if (message.threadId !== undefined) throw new RuleError('threadExists');
        return start({ parent, name: body.name, type, message }, body.auto_archive_duration);
      },
    },
    {
      method: 'POST',
      path: '/channels/{id}/threads',
      rate: 'threadRate',
      handle(call) {
        const { parent, type } = parentOf(call.param('id'));
        const body = parseBody(threadOfItsOwnBody, call.body);
        // A private thread needs a permission that the bot does not have.
        if (body.type !== type) throw new RuleError('missingPermissions');
        return start({ parent, name: body.name, type }, body.auto_archive_duration);
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
