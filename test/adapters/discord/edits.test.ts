import { describe, expect, it } from 'vitest';
import type { Part } from '../../../src/core/ports/place.ts';
import type { DeletedMessage, Edits, Incoming } from '../../../src/core/ports/platform.ts';
import { type SceneOptions, startScene } from './adapter-on-emulator.ts';

/** The adapter, and what of it people edited and deleted. */
async function startAmending(options: SceneOptions = {}) {
  const edited: Incoming<Part>[] = [];
  const deletions: DeletedMessage[] = [];
  const door: Edits = {
    edited: async (now) => void edited.push(now),
    deleted: async (message) => void deletions.push(message),
  };
  return { ...(await startScene(options, { edits: door })), edits: edited, deletions };
}

describe('what people edit', () => {
  it('is what it was in other words, with the same names', async () => {
    const { discord, adapter, heard, edits, bot } = await startAmending();
    const { general } = discord.channels;
    const { ada, grace } = discord.users;
    const { id } = await discord.post({ channel: general, user: ada, text: `${bot} who is <@${grace}>?` });
    const question = await heard();
    await discord.editMessage(id, `${bot} who is <@${grace}>, and where in <#${general}>?`);
    await expect.poll(() => edits.map(({ text }) => text)).toEqual(['who is @Grace, and where in #general?']);
    expect(question.text).toBe('who is @Grace?');
    const { text: _before, said: _said, ...before } = JSON.parse(JSON.stringify(question));
    expect(JSON.parse(JSON.stringify(edits[0]))).toMatchObject({ ...before, text: edits[0]?.text });
    expect(adapter.restore(edits[0]?.said ?? '')).toMatchObject({ id: question.id, text: edits[0]?.text });
  });

  it('is told of in direct messages, also of what was said before the bot started', async () => {
    const first = await startAmending();
    const { discord } = first;
    const { id } = await discord.post({ channel: discord.dms.ada, user: discord.users.ada, text: 'why?' });
    const question = await first.heard();
    await first.adapter.stop();
    const second = await startAmending({ discord });
    await discord.editMessage(id, 'how?');
    await expect.poll(() => second.edits.map((edit) => [edit.id, edit.text])).toEqual([[question.id, 'how?']]);
    await discord.deleteMessage(id);
    const deletion = { platform: 'discord', channel: discord.dms.ada, messageId: id, questionId: question.id };
    await expect.poll(() => second.deletions).toEqual([deletion]);
  });

  it('is not a thread that begins, what bots write, or words that cannot be read', async () => {
    const { discord, heard, edits, bot } = await startAmending();
    const { general: channel } = discord.channels;
    const { ada, otherBot } = discord.users;
    const { id } = await discord.post({ channel, user: ada, text: `${bot} why?` });
    const answering = await (await heard()).answer('Because.');
    await answering.show('Because of that.');
    const other = await discord.post({ channel, user: otherBot, text: 'beep' });
    await discord.editMessage(other.id, `${bot} boop`);
    await discord.editMessage(id, 'why not?');
    await discord.editMessage(id, `${bot} how?`);
    await expect.poll(() => edits.map(({ text }) => text)).toEqual(['how?']);
  });
});

describe('what people delete', () => {
  it('has the identity of what it was, one by one or many at once', async () => {
    const { discord, heard, deletions, bot } = await startAmending();
    const { general: channel } = discord.channels;
    const posted = ['one', 'two', 'three'].map((text) =>
      discord.post({ channel, user: discord.users.ada, text: `${bot} ${text}` }),
    );
    const ids = (await Promise.all(posted)).map(({ id }) => id);
    const questions = [await heard(), await heard(), await heard()].map(({ id }) => id);
    await discord.deleteMessage(ids[0] ?? '');
    await discord.deleteMessages(ids.slice(1));
    await expect
      .poll(() => deletions)
      .toEqual(
        ids.map((messageId, index) => ({ platform: 'discord', channel, messageId, questionId: questions[index] })),
      );
  });

  it('is told of messages of an answer, but one that the bot removes is not known as its own any more', async () => {
    const { discord, heard, deletions, bot } = await startAmending();
    const { general: channel } = discord.channels;
    await discord.post({ channel, user: discord.users.ada, text: `${bot} why?` });
    const answering = await (await heard()).answer('One', 'Two');
    const [first, second] = answering.address().messages;
    const removing = answering.remove(1);
    expect(answering.address().messages).toEqual([first, null]);
    await removing;
    await discord.deleteMessage(first ?? '');
    const inThread = answering.address().channel;
    await expect
      .poll(() => deletions.map((one) => [one.channel, one.messageId]))
      .toEqual([
        [inThread, second],
        [inThread, first],
      ]);
  });
});
