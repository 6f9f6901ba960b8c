import { describe, expect, it } from 'vitest';
import { toFootnoteError } from '../../../src/core/errors.ts';
import { startScene } from './adapter-on-emulator.ts';

const edit = 'PATCH /channels/{id}/messages/{mid}';
const create = 'POST /channels/{id}/messages';

async function startAnswer() {
  const set = await startScene();
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

  it('may be repeated when Discord has a fault, and is not repeated by itself', async () => {
    const { discord, answering, shown } = await startAnswer();
    discord.faults.plan(create, { status: 502 });
    await expect(answering.show('One', 'Two')).rejects.toMatchObject({ kind: 'upstream' });
    expect(shown()).toHaveLength(1);
    await answering.show('One', 'Two');
    expect(shown().map(({ content }) => content)).toEqual(['One', 'Two']);
  });
});
