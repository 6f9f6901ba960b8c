import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startDiscordEmulator } from '../../../../emulators/discord/index.ts';
import { createDiscordClient } from '../../../../src/adapters/discord/connection/client.ts';
import { createDiscordApi, onlyWords } from '../../../../src/adapters/discord/outbound/api.ts';
import { FootnoteError } from '../../../../src/core/errors.ts';

/** A bot's calls, and the machine's clock that somebody sets back by an hour; Discord's own clock goes on. */
async function setUp() {
  const discord = await startDiscordEmulator({ now: () => performance.timeOrigin + performance.now() });
  const { client } = createDiscordClient({ apiUrl: discord.apiUrl, messageContent: false });
  const api = createDiscordApi(client.rest.setToken(discord.token));
  const realNow = Date.now;
  onTestFinished(async () => {
    vi.restoreAllMocks();
    await client.destroy();
    await discord.stop();
  });
  const setBack = () => vi.spyOn(Date, 'now').mockImplementation(() => realNow() - 3_600_000);
  return { discord, api, setBack };
}

describe('after the clock of the machine was set back', () => {
  it('no more calls are held back than Discord asks for', async () => {
    const { discord, api, setBack } = await setUp();
    await api.fetchCommands(discord.applicationId);
    setBack();
    for (let call = 0; call < 60; call += 1) {
      await api.fetchCommands(discord.applicationId).catch((error: unknown) => {
        // Discord's own limit is 50 a second.
        expect(error).toMatchObject({ kind: 'rate-limited' });
        expect(Number(error instanceof FootnoteError && error.retryAfterMs)).toBeLessThan(10_000);
      });
    }
  });

  it('a channel that had just been written to its limit can be written to again soon', async () => {
    const { discord, api, setBack } = await setUp();
    const write = (text: string) => api.createMessage(discord.channels.general, onlyWords(text), { nonce: text });
    for (const text of ['1', '2', '3', '4', '5']) await write(text);
    setBack();
    const error = await write('6').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'rate-limited' });
    expect(Number(error instanceof FootnoteError && error.retryAfterMs)).toBeLessThan(10_000);
    // The next one is not held back here, so that Discord says itself how long it has to wait.
    await write('7').catch(() => undefined);
    expect(discord.journal.of('POST /channels/{id}/messages')).toHaveLength(6);
  });
});

describe('a channel that has been written to its limit', () => {
  it('is not held back for longer than Discord asks for', async () => {
    const { discord, api } = await setUp();
    const write = (text: string) => api.createMessage(discord.channels.general, onlyWords(text), { nonce: text });
    for (const text of ['1', '2', '3', '4', '5']) await write(text);
    const error = await write('6').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'rate-limited' });
    expect(Number(error instanceof FootnoteError && error.retryAfterMs)).toBeLessThanOrEqual(5000);
  });
});
