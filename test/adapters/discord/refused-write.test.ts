import { describe, expect, it } from 'vitest';
import { toFootnoteError } from '../../../src/core/errors.ts';
import { startTestAdapter } from './adapter-on-emulator.ts';

const edit = 'PATCH /channels/{id}/messages/{mid}';
const create = 'POST /channels/{id}/messages';

async function startAnswer() {
  const set = await startTestAdapter();
  const { discord, heard, bot } = set;
  const { id: thread } = await discord.post({
    channel: discord.channels.general,
    user: discord.users.ada,
    text: `${bot} hi`,
  });
  const answering = await (await heard()).answer('One');
  return { ...set, thread, answering, shown: () => discord.messages(thread).filter(({ type }) => type !== 21) };
}

describe('a write that Discord refuses', () => {
  it('says how long to wait when it was one too many, and succeeds after that', async () => {
    const { discord, answering, shown } = await startAnswer();
    discord.faults.plan(edit, { retryAfterSeconds: 0.2 });
    const refused = await answering.show('Two').then(
      () => undefined,
      (error: unknown) => toFootnoteError(error),
    );
    expect(refused?.kind).toBe('rate-limited');
    expect(refused?.retryAfterMs).toBeGreaterThan(100);
    expect(shown().map(({ content }) => content)).toEqual(['One']);
    await expect
      .poll(() =>
        answering.show('Three').then(
          () => 'written',
          () => 'refused',
        ),
      )
      .toBe('written');
    expect(shown().map(({ content }) => content)).toEqual(['Three']);
  });

  it('says that the message is gone when somebody deleted it', async () => {
    const { discord, answering, shown } = await startAnswer();
    await discord.deleteMessage(answering.address().messages[0] ?? '');
    await expect(answering.show('Two')).rejects.toMatchObject({ kind: 'platform', hint: 'message-gone' });
    expect(shown()).toEqual([]);
  });

  it('says that the bot may not write when the thread is locked', async () => {
    const { discord, answering, thread } = await startAnswer();
    discord.updateThread(thread, { locked: true });
    await expect(answering.show('One', 'Two')).rejects.toMatchObject({ hint: 'not-allowed' });
  });

  it('may be repeated when Discord has a fault, and is not repeated by itself', async () => {
    const { discord, answering, shown } = await startAnswer();
    discord.faults.plan(create, { status: 502 });
    await expect(answering.show('One', 'Two')).rejects.toMatchObject({ kind: 'upstream' });
    expect(shown()).toHaveLength(1);
    await answering.show('One', 'Two');
    expect(shown().map(({ content }) => content)).toEqual(['One', 'Two']);
  });

  it('leaves one message when it had arrived all the same', async () => {
    const { discord, answering, shown } = await startAnswer();
    discord.faults.plan(create, { cut: 'after' });
    await expect(answering.show('One', 'Two')).rejects.toMatchObject({ kind: 'upstream' });
    await answering.show('One', 'Two');
    expect(shown().map(({ content }) => content)).toEqual(['One', 'Two']);
  });

  it('a part that was taken back can be written again', async () => {
    const { answering, shown } = await startAnswer();
    await answering.show('One', 'Two');
    await answering.remove(1);
    expect(shown().map(({ content }) => content)).toEqual(['One']);
    await answering.show('One', 'Two again');
    expect(shown().map(({ content }) => content)).toEqual(['One', 'Two again']);
  });
});
