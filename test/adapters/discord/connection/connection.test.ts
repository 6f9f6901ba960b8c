import { describe, expect, it } from 'vitest';
import type { DiscordEmulator } from '../../../../emulators/discord/index.ts';
import { setScene, startScene } from '../adapter-on-emulator.ts';

const putCommands = 'PUT /applications/{id}/commands';

describe('the connection to Discord', () => {
  it('is there after the start and gone after the stop', async () => {
    const { adapter, discord } = await setScene();
    expect(adapter.connected()).toBe(false);
    await adapter.start();
    expect(adapter.connected()).toBe(true);
    await adapter.stop();
    expect(adapter.connected()).toBe(false);
    await expect.poll(() => discord.connections).toBe(0);
  });

  it('comes back after it was lost, and nothing said meanwhile is lost', async () => {
    const { adapter, discord, heard, bot } = await startScene();
    discord.dropConnections();
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: `${bot} hello` });
    expect((await heard()).text).toBe('hello');
    await expect.poll(() => adapter.connected()).toBe(true);
  });

  it.each([
    ['was cut', (discord: DiscordEmulator) => discord.dropConnections()],
    ['was closed as unknown trouble (4000)', (discord: DiscordEmulator) => discord.dropConnections(4000)],
    ['was asked to reconnect (op 7)', (discord: DiscordEmulator) => discord.requestReconnect()],
  ])('is resumed after it %s: what was said meanwhile arrives, and is counted', async (_what, happen) => {
    const { adapter, discord, heard, counted, bot } = await startScene();
    happen(discord);
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: `${bot} meanwhile` });
    expect((await heard()).text).toBe('meanwhile');
    await expect.poll(() => adapter.connected()).toBe(true);
    await expect
      .poll(() => counted)
      .toEqual([
        ['connectionOpened', 'discord', 'new'],
        ['connectionLost', 'discord'],
        ['connectionOpened', 'discord', 'resumed'],
      ]);
  });

  it('is resumed on the same connection after an invalid session that is resumable (op 9)', async () => {
    const { adapter, discord, heard, counted, bot } = await startScene();
    discord.invalidateSession(true);
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: `${bot} meanwhile` });
    expect((await heard()).text).toBe('meanwhile');
    expect(adapter.connected()).toBe(true);
    await expect.poll(() => counted.at(-1)).toEqual(['connectionOpened', 'discord', 'resumed']);
  });

  it('begins a new session after a close code that ends the old one (4007)', async () => {
    const { adapter, discord, heard, counted, bot } = await startScene();
    discord.dropConnections(4007);
    await expect
      .poll(() => counted.slice(1))
      .toEqual([
        ['connectionLost', 'discord'],
        ['connectionOpened', 'discord', 'new'],
      ]);
    expect(adapter.connected()).toBe(true);
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: `${bot} hello` });
    expect((await heard()).text).toBe('hello');
  });

  it.each(['errors', 'refused'] as const)('comes back by itself after an outage (%s)', async (kind) => {
    const { adapter, discord, heard, counted, bot } = await startScene();
    const end = await discord.outage(kind);
    discord.dropConnections();
    await expect.poll(() => adapter.connected()).toBe(false);
    await expect.poll(() => counted.filter(([name]) => name === 'connectionLost')).toHaveLength(1);
    await end();
    await expect.poll(() => adapter.connected(), { timeout: 12_000 }).toBe(true);
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: `${bot} hello` });
    expect((await heard()).text).toBe('hello');
  });

  it('gives a sign of life at every heartbeat, and can be made anew when it gives none', async () => {
    const { adapter, discord, clock, heard, counted, bot } = await startScene({ speed: 100 });
    const signs = () => {
      clock.jump(1000);
      return adapter.heardAt() ?? 0;
    };
    const first = signs();
    await expect.poll(signs).toBeGreaterThan(first);
    discord.silenceConnections();
    await discord.post({ channel: discord.channels.general, user: discord.users.ada, text: `${bot} can you hear me?` });
    await adapter.reconnect();
    expect((await heard()).text).toBe('can you hear me?');
    expect(counted.at(-1)).toEqual(['connectionOpened', 'discord', 'resumed']);
  });
});

describe('the start', () => {
  it('registers the slash commands, once', async () => {
    const { adapter, discord } = await startScene();
    expect(discord.commands.map(({ name }) => name).sort()).toEqual(['help', 'reigent', 'research']);
    await adapter.stop();
    await startScene({ discord });
    expect(discord.journal.of(putCommands)).toHaveLength(1);
  });

  it('goes on when the slash commands cannot be registered, and says so', async () => {
    const { adapter, discord, logger } = await setScene();
    discord.faults.plan(putCommands, { status: 503 });
    await adapter.start();
    expect(adapter.connected()).toBe(true);
    expect(logger.lines.join('\n')).toContain('error The slash commands could not be registered');
  });

  it('fails with the name of the variable when the token is wrong', async () => {
    const { adapter } = await setScene({}, { token: 'a-wrong-secret' });
    const failure = adapter.start();
    await expect(failure).rejects.toMatchObject({ kind: 'auth' });
    await expect(failure).rejects.toThrow('DISCORD_TOKEN');
    await expect(failure).rejects.not.toThrow('a-wrong-secret');
  });

  it('fails with the names of the variable and the switch when the intent is refused', async () => {
    const { adapter } = await setScene({}, { messageContent: true });
    const failure = adapter.start();
    await expect(failure).rejects.toMatchObject({ kind: 'config' });
    await expect(failure).rejects.toThrow(/DISCORD_MESSAGE_CONTENT.*Message Content Intent/);
    expect(adapter.connected()).toBe(false);
  });

  it('fails when Discord cannot be reached', async () => {
    const { adapter, discord } = await setScene();
    await discord.stop();
    await expect(adapter.start()).rejects.toMatchObject({ kind: 'upstream' });
  });
});
