import { describe, expect, it } from 'vitest';
import { part, setScene, startScene } from './adapter-on-emulator.ts';

describe('what was said', () => {
  it('is the same when another process takes it up', async () => {
    const { adapter, slack, hears } = await startScene();
    const { general } = slack.channels;
    await slack.post({ channel: general, user: slack.users.ada, text: '@footnote why?' });
    await slack.command({ channel: general, user: slack.users.ada, command: '/reigent', text: 'how?' });
    for (const incoming of await hears(2)) {
      const { id, origin, asker, text, agent, channelKey } = incoming;
      expect(adapter.restore(incoming.said)).toMatchObject({
        ...{ id, origin, text, channelKey, ...(agent && { agent }) },
        asker: { id: asker.id },
      });
    }
  });

  it('is nothing when it cannot be read', async () => {
    const { adapter } = await startScene();
    for (const said of ['', '{', '{}', '{"type":"message","said":{"channel":"C1"}}']) {
      expect(adapter.restore(said)).toBeUndefined();
    }
  });

  it('is acknowledged only once it was taken', async () => {
    let take = () => {};
    const taken = new Promise<void>((resolve) => {
      take = resolve;
    });
    const { slack, adapter } = await setScene({}, { accept: () => taken });
    await adapter.start();
    const posted = slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote why?' });
    await expect.poll(() => slack.deliveries.map(({ outcome }) => outcome)).toEqual(['pending']);
    take();
    await posted;
    await expect.poll(() => slack.deliveries.map(({ outcome }) => outcome)).toEqual(['acked']);
  });
});

describe('a reply that another process began', () => {
  it('goes on in its messages', async () => {
    const { adapter, slack, hears } = await startScene();
    const { ts } = await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote why?' });
    const [incoming] = await hears(1);
    const before = await incoming?.open('Why?');
    await before?.reply.write(0, part('Because'));
    const address = before?.reply.address();
    const after = address && adapter.restore(incoming?.said ?? '')?.resume(address);
    await after?.reply.write(0, part('Because the sky'));
    await after?.reply.write(1, part('is blue'));
    expect(
      slack
        .thread(slack.channels.general, ts)
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(['Because the sky', 'is blue']);
  });

  it('goes on when only the id of its question is left', async () => {
    const { adapter, slack, hears } = await startScene();
    const { ts } = await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote why?' });
    const [incoming] = await hears(1);
    const before = await incoming?.open('Why?');
    await before?.reply.write(0, part('Because'));
    const address = before?.reply.address();
    const after = address && adapter.resume(address, incoming?.id ?? '');
    await after?.reply.write(0, part('Interrupted'));
    const replies = slack.thread(slack.channels.general, ts).slice(1);
    expect(replies.map(({ text }) => text)).toEqual(['Interrupted']);
    expect(address && adapter.resume({ ...address, thread: undefined }, incoming?.id ?? '')).toBeUndefined();
  });

  it('finds the message that it did not come to know of', async () => {
    const { adapter, slack, hears } = await startScene();
    const { ts } = await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote why?' });
    const [incoming] = await hears(1);
    const before = await incoming?.open('Why?');
    const address = before?.reply.address();
    await before?.reply.write(0, part('Because'));
    const after = address && adapter.restore(incoming?.said ?? '')?.resume(address);
    await after?.reply.write(0, part('Because the sky is blue'));
    expect(
      slack
        .thread(slack.channels.general, ts)
        .map(({ text }) => text)
        .slice(1),
    ).toEqual(['Because the sky is blue']);
  });

  it('below a command stands in the same thread', async () => {
    const { adapter, slack, hears } = await startScene();
    const channel = slack.channels.general;
    await slack.command({ channel, user: slack.users.ada, command: '/research', text: 'why?' });
    const [incoming] = await hears(1);
    const before = await incoming?.open('Why?');
    const address = before?.reply.address();
    const after = address && adapter.restore(incoming?.said ?? '')?.resume(address);
    await after?.reply.write(0, part('Because'));
    expect(slack.thread(channel, address?.thread ?? '').at(-1)?.text).toBe('Because');
    expect(slack.messages(channel).filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  });
});
