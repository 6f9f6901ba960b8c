import { describe, expect, it } from 'vitest';
import { part, setScene, startScene } from './adapter-on-emulator.ts';

describe('what was said', () => {
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
  it('cannot go on without its question where it has no thread', async () => {
    const { adapter, slack, hears } = await startScene();
    await slack.post({ channel: slack.channels.general, user: slack.users.ada, text: '@footnote why?' });
    const [incoming] = await hears(1);
    const address = (await incoming?.open('Why?'))?.reply.address();
    expect(address && adapter.resume({ ...address, thread: undefined }, incoming?.id ?? '')).toBeUndefined();
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
