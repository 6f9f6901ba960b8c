import { describe, expect, it } from 'vitest';
import type { RecentPlace } from '../../../../src/core/ports/stores.ts';
import type { Clock } from '../../../../src/core/ports/system.ts';
import { encodeChannelKey, encodeConversationKey } from '../../../../src/core/question/keys.ts';
import { type SceneOptions, type setScene, startScene } from '../adapter-on-emulator.ts';

type Discord = Awaited<ReturnType<typeof setScene>>['discord'];

const hourMs = 60 * 60 * 1000;
const list = 'GET /channels/{id}/messages';

function place(guild: string, asked: string, answered: string, acceptedAt: number): RecentPlace {
  const within = { platform: 'discord', workspace: guild } as const;
  const conversation = encodeConversationKey({ ...within, channel: answered });
  return { channelKey: encodeChannelKey({ ...within, channel: asked }), conversation, acceptedAt };
}

/** An adapter that has answered in a thread and in direct messages, and is not connected now. */
// The bot's clock counts fractions of a millisecond, and so do the times in its ledger.
async function leave(options: SceneOptions = {}, acceptedAt = Date.now() - hourMs / 2 + 0.25) {
  const before = await startScene(options);
  const { discord, bot } = before;
  const { general } = discord.channels;
  const { ada } = discord.users;
  const { id: thread } = await discord.post({ channel: general, user: ada, text: `${bot} why?` });
  await (await before.heard()).answer('Because.');
  await before.adapter.stop();
  await expect.poll(() => discord.connections).toBe(0);
  const recentPlaces = [
    place(discord.guildId, general, thread, acceptedAt),
    place('@dm', discord.dms.ada, discord.dms.ada, acceptedAt),
  ];
  return { discord, bot, thread, recentPlaces, ada };
}

const comeBack = (discord: Discord, recentPlaces: readonly RecentPlace[], clock?: Clock) =>
  startScene({ discord }, { recentPlaces: async () => recentPlaces, ...(clock && { clock }) });

describe('what was said on Discord while the bot was away', () => {
  it('is handed over at the start, in order: in threads, direct messages and where it was asked', async () => {
    const { discord, bot, thread, recentPlaces, ada } = await leave();
    await discord.post({ channel: thread, user: ada, text: `${bot} and how?` });
    await discord.post({ channel: thread, user: ada, text: 'a word to nobody' });
    await discord.post({ channel: thread, user: ada, text: `${bot} and when?` });
    await discord.post({ channel: discord.dms.ada, user: ada, text: 'between us' });
    const { id } = await discord.post({ channel: discord.channels.general, user: ada, text: `${bot} another thing` });
    const { waiting } = await comeBack(discord, recentPlaces);
    await expect.poll(() => waiting.length).toBeGreaterThanOrEqual(5);
    // The question from before is read again; the ledger knows it.
    const texts = waiting.map(({ text }) => text);
    expect([...texts].sort()).toEqual(['and how?', 'and when?', 'another thing', 'between us', 'why?']);
    expect(texts.indexOf('and how?')).toBeLessThan(texts.indexOf('and when?'));
    const another = waiting.find(({ text }) => text === 'another thing');
    expect(another?.id).toBe(`discord:${discord.guildId}:${discord.channels.general}:${id}`);
    expect(await (await another?.answer('An answer'))?.address().channel).toBe(id);
  });

  it('comes before what is said in the same channel afterwards', async () => {
    const { discord, bot, thread, recentPlaces, ada } = await leave();
    await discord.post({ channel: thread, user: ada, text: `${bot} missed` });
    discord.faults.plan(list, { delayMs: 300, times: 3 });
    const { heard } = await comeBack(discord, recentPlaces.slice(0, 1));
    await discord.post({ channel: thread, user: ada, text: `${bot} live` });
    const texts = [(await heard()).text, (await heard()).text, (await heard()).text];
    expect(texts.filter((text) => text !== 'why?')).toEqual(['missed', 'live']);
  });

  it('comes before a command that is given in the same channel afterwards', async () => {
    const { discord, bot, thread, recentPlaces, ada } = await leave();
    await discord.post({ channel: thread, user: ada, text: `${bot} missed` });
    discord.faults.plan(list, { delayMs: 300, times: 3 });
    const clock: Clock = { now: Date.now, sleep: () => new Promise(() => {}) };
    const { heard } = await comeBack(discord, recentPlaces.slice(0, 1), clock);
    await discord.command({ channel: thread, user: ada, name: 'research', options: { question: 'live' } });
    const texts = [(await heard()).text, (await heard()).text, (await heard()).text];
    expect(texts.filter((text) => text !== 'why?')).toEqual(['missed', 'live']);
  });

  it('does not keep a command waiting for longer than Discord waits for its acknowledgement', async () => {
    const { discord, thread, recentPlaces, ada } = await leave();
    discord.faults.plan(list, { delayMs: 20_000, times: 3 });
    await comeBack(discord, recentPlaces.slice(0, 1));
    const options = { question: 'live' };
    const command = await discord.command({ channel: thread, user: ada, name: 'research', options });
    await expect.poll(() => command.state, { timeout: 3000 }).toBe('deferred');
    expect(discord.violations).toEqual([]);
  });

  it('is left alone when it is older than an hour', async () => {
    const longAgo = Date.now() - 3 * hourMs;
    let now = longAgo;
    const { discord, bot, thread, recentPlaces, ada } = await leave({ now: () => now }, longAgo);
    await discord.post({ channel: thread, user: ada, text: `${bot} too long ago` });
    now = Date.now() - hourMs / 2;
    await discord.post({ channel: thread, user: ada, text: `${bot} lately` });
    const { heard } = await comeBack(discord, recentPlaces);
    expect((await heard()).text).toBe('lately');
  });

  it('does not hold up the rest where it cannot be read', async () => {
    const { discord, thread, recentPlaces, ada } = await leave();
    await discord.post({ channel: discord.dms.ada, user: ada, text: 'between us' });
    const gone = place(discord.guildId, '1234567890123456789', thread, Date.now());
    discord.updateThread(thread, { locked: true });
    const { heard, logger } = await comeBack(discord, [gone, ...recentPlaces]);
    await expect.poll(async () => (await heard()).text).toBe('between us');
    await expect.poll(() => logger.lines.join('\n')).toContain('debug A channel could not be read.');
    expect(logger.lines.filter((line) => /^(?:warn|error)/.test(line))).toEqual([]);
  });

  it('is found as well after a session that cannot be resumed', async () => {
    const { discord, bot, thread, recentPlaces, ada } = await leave();
    const { adapter, waiting, counted } = await comeBack(discord, recentPlaces);
    await expect.poll(() => waiting.map(({ text }) => text)).toEqual(['why?']);
    discord.invalidateSession(false);
    await discord.post({ channel: thread, user: ada, text: `${bot} missed` });
    await expect.poll(() => waiting.map(({ text }) => text)).toContain('missed');
    expect(adapter.connected()).toBe(true);
    expect(counted).toEqual([
      ['connectionOpened', 'discord', 'new'],
      ['connectionLost', 'discord'],
      ['connectionOpened', 'discord', 'new'],
    ]);
  });
});
