import { REST, Routes } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findPings, findPreviews } from '../../emulators/discord/visible.ts';
import { startEmulator } from './discord-client.ts';

const SUPPRESS_EMBEDS = 4;
const ada = '<@112233445566778899>';

describe('who is pinged', () => {
  it.each([
    ['everybody who is mentioned, by default', `${ada} @everyone`, undefined, [ada, '@everyone']],
    ['nobody, when no mentions are allowed', `${ada} @everyone @here`, { parse: [] }, []],
    ['those who are listed', `${ada} <@!998877665544332211>`, { users: ['112233445566778899'] }, [ada]],
    [
      'those whose kind is allowed',
      `${ada} @here <@&112233445566778800>`,
      { parse: ['roles', 'everyone'] },
      ['<@&112233445566778800>', '@here'],
    ],
  ])('%s', (_who, content, allowed, pings) => {
    expect(findPings(content, allowed)).toEqual(pings);
  });

  it('includes the author of the message replied to, unless allowed mentions leave them out', () => {
    expect(findPings('yes', undefined, '112233445566778899')).toEqual([ada]);
    expect(findPings('yes', { parse: [] }, '112233445566778899')).toEqual([]);
    expect(findPings('yes', { replied_user: true }, '112233445566778899')).toEqual([ada]);
  });

  it('is nobody for any text when nothing is allowed', () => {
    fc.assert(fc.property(fc.string(), (text) => findPings(`${text}${ada}@here`, { parse: [] }).length === 0));
  });

  it('is recorded with the message: an edit without allowed mentions is read with the defaults', async () => {
    const emulator = await startEmulator();
    const rest = new REST({ api: emulator.apiUrl }).setToken(emulator.token);
    const { general } = emulator.channels;
    const mention = `<@${emulator.users.ada}>`;
    const allowed_mentions = { parse: [] };
    const created = await rest.post(Routes.channelMessages(general), { body: { content: mention, allowed_mentions } });
    const { id } = z.object({ id: z.string() }).parse(created);
    const edit = (body: object) => rest.patch(Routes.channelMessage(general, id), { body });
    await edit({ content: `${mention} again`, allowed_mentions });
    expect(emulator.message(id)?.pings).toEqual([]);
    await edit({ content: `${mention} @everyone` });
    expect(emulator.message(id)?.pings).toEqual([mention, '@everyone']);
  });
});

describe('which links open a preview', () => {
  it.each([
    ['a bare link', 'see https://example.com/a.', ['https://example.com/a']],
    ['a masked link', '[1](https://example.com/a)', ['https://example.com/a']],
    ['no link in angle brackets', '<https://example.com/a> [1](<https://example.com/b>)', []],
    ['no link in code', '`https://example.com` ```\nhttps://example.org\n```', []],
    ['a link in code that is not closed', '```https://example.com', ['https://example.com']],
  ])('%s', (_which, content, previews) => {
    expect(findPreviews(content, 0)).toEqual(previews);
    expect(findPreviews(content, SUPPRESS_EMBEDS)).toEqual([]);
  });

  it('is seen on the message of a bot until it suppresses them', async () => {
    const emulator = await startEmulator();
    const rest = new REST({ api: emulator.apiUrl }).setToken(emulator.token);
    const { general } = emulator.channels;
    const created = await rest.post(Routes.channelMessages(general), { body: { content: 'https://example.com' } });
    const { id } = z.object({ id: z.string() }).parse(created);
    expect(emulator.message(id)?.previews).toEqual(['https://example.com']);
    await rest.patch(Routes.channelMessage(general, id), { body: { flags: SUPPRESS_EMBEDS } });
    expect(emulator.message(id)?.previews).toEqual([]);
    await rest.patch(Routes.channelMessage(general, id), { body: { content: 'https://example.org' } });
    expect(emulator.message(id)?.previews).toEqual([]);
  });
});
