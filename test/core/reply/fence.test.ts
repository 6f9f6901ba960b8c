import { describe, expect, it } from 'vitest';
import { fencedReply } from '../../../src/core/reply/fence.ts';
import { createFakeReply } from '../fakes.ts';

describe('a reply that another process goes on with', () => {
  const part = { fingerprint: 'Blue', text: 'Blue' };
  const takenOver = expect.objectContaining({ hint: 'taken-over' });

  it('is not written to', async () => {
    const { reply, writes } = createFakeReply();
    await expect(fencedReply(reply, async () => false).write(0, part)).rejects.toEqual(takenOver);
    expect(writes).toEqual([]);
  });

  it('is not written to when that came while its message was looked for', async () => {
    const { reply, writes } = createFakeReply();
    let owns = true;
    const lookFor = async () => {
      owns = false;
      return true;
    };
    await expect(fencedReply({ ...reply, lookFor }, async () => owns).write(0, part)).rejects.toEqual(takenOver);
    expect(writes).toEqual([]);
  });
});
