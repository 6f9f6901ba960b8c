import { describe, expect, it } from 'vitest';
import type { Part } from '../../../src/core/ports/place.ts';
import type { DeletedMessage, Edits, Incoming } from '../../../src/core/ports/platform.ts';
import { part, startScene } from './adapter-on-emulator.ts';

/** The adapter, and what of it people edited and deleted. */
async function startAmending(subscriptions: readonly string[]) {
  const edited: Incoming<Part>[] = [];
  const deletions: DeletedMessage[] = [];
  const door: Edits = {
    edited: async (now) => void edited.push(now),
    deleted: async (message) => void deletions.push(message),
  };
  return { ...(await startScene({ subscriptions }, { edits: door })), edits: edited, deletions };
}

describe('what people edit and delete', () => {
  it('has the identity of what it was, in direct messages', async () => {
    const { slack, adapter, hears, edits, deletions } = await startAmending(['message.im']);
    const channel = slack.dm(slack.users.ada);
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: 'why?' });
    const [question] = await hears(1);
    await slack.editMessage({ channel, ts, text: 'why & how?' });
    await expect
      .poll(() => edits)
      .toMatchObject([
        { id: question?.id, text: 'why & how?', line: question?.line, channelKey: question?.channelKey },
      ]);
    expect(adapter.restore(edits[0]?.said ?? '')).toMatchObject({ id: question?.id, text: 'why & how?' });
    await slack.deleteMessage({ channel, ts });
    const deletion = { platform: 'slack', channel, messageId: ts, questionId: question?.id };
    await expect.poll(() => deletions).toEqual([deletion]);
  });

  it('is told of a mention that is edited without any other subscription, once', async () => {
    const { slack, heard, hears, edits } = await startAmending(['app_mention']);
    const { general: channel } = slack.channels;
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: '@footnote why?' });
    const [question] = await hears(1);
    await slack.editMessage({ channel, ts, text: '@footnote how?' });
    await expect.poll(() => edits.map(({ id, text }) => [id, text])).toEqual([[question?.id, 'how?']]);
    expect(heard).toHaveLength(1);
  });

  it('is a deletion also of a question that has its answer below it', async () => {
    const { slack, hears, deletions } = await startAmending(['app_mention', 'message.channels']);
    const { general: channel } = slack.channels;
    const { ts } = await slack.post({ channel, user: slack.users.ada, text: '@footnote why?' });
    const [question] = await hears(2);
    const reply = (await question?.open('Why?'))?.reply;
    await reply?.write(0, part('Because.'));
    await slack.deleteMessage({ channel, ts });
    await expect.poll(() => deletions).toMatchObject([{ messageId: ts, questionId: question?.id }]);
  });

  it('is not what the bot does to its own messages: one that it removes is not known as its own any more', async () => {
    const { slack, hears, edits, deletions } = await startAmending(['message.im']);
    const channel = slack.dm(slack.users.ada);
    await slack.post({ channel, user: slack.users.ada, text: 'why?' });
    const [question] = await hears(1);
    const reply = (await question?.open('Why?'))?.reply;
    await reply?.write(0, part('One'));
    await reply?.write(1, part('Two'));
    await reply?.write(0, part('One, edited'));
    const removed = reply?.address().messages[1];
    const removing = reply?.remove(1);
    expect(reply?.address().messages).toEqual([expect.any(String), null]);
    await removing;
    await expect.poll(() => deletions.map(({ messageId }) => messageId)).toEqual([removed]);
    expect(edits).toEqual([]);
  });
});
