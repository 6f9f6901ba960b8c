import { MessageFlags, Routes } from 'discord.js';
import {
  ApplicationCommandResponseSchema,
  GatewayBotResponseSchema,
  GuildChannelResponseSchema,
  InteractionCallbackResponseSchema,
  MessageResponseSchema,
  PrivateChannelResponseSchema,
  ThreadResponseSchema,
  UserPIIResponseSchema,
} from 'discord-api-spec/zod';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unknownKeys } from '../../emulators/discord/unknown-keys.ts';
import { startBench } from './discord-rules/bench.ts';

/** What the description of the API finds odd in an answer. */
function oddities(schema: z.core.$ZodType, answer: unknown): string[] {
  const { error } = z.safeParse(schema, answer);
  const wrong = (error?.issues ?? []).map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
  return [...wrong, ...unknownKeys(schema, answer).map((path) => `${path}: unknown`)];
}

const deferral = z.looseObject({ resource: z.looseObject({ type: z.literal(5), message: z.unknown() }) });
const messages = z.array(MessageResponseSchema);

describe('an answer of the emulated Discord fits the description of the API', () => {
  it('when it is a message, also with everything that a message can have', async () => {
    const { rest, general, send, post, startThread, edit, emulator } = await startBench();
    const question = await post('question <@1>');
    const id = await send({
      message_reference: { message_id: question },
      embeds: [{ title: 'Title', description: 'Text', fields: [{ name: 'a', value: 'b' }] }],
      components: [
        {
          type: 1,
          components: [
            { type: 2, style: 2, label: 'Stop', custom_id: 'stop' },
            { type: 2, style: 5, label: 'Page', url: 'https://example.com' },
          ],
        },
      ],
    });
    await send({ content: undefined, flags: MessageFlags.IsComponentsV2, components: [{ type: 10, content: 'Text' }] });
    await send({}, general, [{ name: 'answer.md', data: 'text', contentType: 'text/markdown' }]);
    await startThread(question);
    await edit(id);
    expect(oddities(messages, await rest.get(Routes.channelMessages(general)))).toEqual([]);
    await send({}, emulator.dms.ada);
    expect(oddities(messages, await rest.get(Routes.channelMessages(emulator.dms.ada)))).toEqual([]);
  });

  it('when it is the callback of an interaction, or a message that follows it', async () => {
    const { emulator, rest, careful, command } = await startBench();
    for (const channel of [emulator.channels.general, emulator.dms.ada]) {
      const deferred = await command({ channel });
      // The description has no resource for a deferral, where the documentation has one with the message.
      const { resource, ...told } = deferral.parse(await deferred.deferWithResponse());
      expect(oddities(InteractionCallbackResponseSchema, told)).toEqual([]);
      expect(oddities(MessageResponseSchema, resource.message)).toEqual([]);
      expect(oddities(MessageResponseSchema, await deferred.editOriginal())).toEqual([]);
      await deferred.followUp();
      const direct = await command({ channel });
      const answered = await direct.callback({ type: 4, data: careful({}) }, 'with_response=true');
      expect(oddities(InteractionCallbackResponseSchema, answered)).toEqual([]);
      expect(oddities(messages, await rest.get(Routes.channelMessages(channel)))).toEqual([]);
    }
  });

  it('when it is a channel or a thread', async () => {
    const { emulator, rest, general, post, startThread } = await startBench();
    const thread = await startThread(await post());
    const news = emulator.channels.announcements;
    const newsThread = await startThread(await post('news', news), {}, news);
    expect(oddities(GuildChannelResponseSchema, await rest.get(Routes.channel(general)))).toEqual([]);
    expect(oddities(PrivateChannelResponseSchema, await rest.get(Routes.channel(emulator.dms.ada)))).toEqual([]);
    for (const id of [thread, newsThread]) {
      expect(oddities(ThreadResponseSchema, await rest.get(Routes.channel(id)))).toEqual([]);
    }
  });

  it('when it tells of the bot, its gateway or its commands', async () => {
    const { emulator, rest, putCommands } = await startBench();
    expect(oddities(UserPIIResponseSchema, await rest.get(Routes.user()))).toEqual([]);
    expect(oddities(GatewayBotResponseSchema, await rest.get(Routes.gatewayBot()))).toEqual([]);
    const commands = z.array(ApplicationCommandResponseSchema);
    const ask = { name: 'ask', description: 'Ask', options: [{ type: 3, name: 'question', description: 'What' }] };
    expect(oddities(commands, await putCommands([ask]))).toEqual([]);
    expect(oddities(commands, await rest.get(Routes.applicationCommands(emulator.applicationId)))).toEqual([]);
  });
});
