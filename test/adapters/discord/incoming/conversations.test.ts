import { describe, expect, it } from 'vitest';
import { createConversations } from '../../../../src/adapters/discord/incoming/conversations.ts';
import { createManualClock } from '../../../core/manual-clock.ts';
import { createTestIndex } from '../test-doubles.ts';

const hour = 60 * 60 * 1_000;

describe('a conversation of direct messages', () => {
  it('goes on while less than six hours lie between two questions', async () => {
    const clock = createManualClock();
    const conversations = createConversations(createTestIndex(clock), clock);
    const first = await conversations.openDirect('7', '100');
    expect(first).toBe('discord:@dm:7:100');
    for (const id of ['101', '102']) {
      await clock.advance(5 * hour);
      expect(await conversations.openDirect('7', id)).toBe(first);
    }
  });

  it('ends after six hours of silence', async () => {
    const clock = createManualClock();
    const conversations = createConversations(createTestIndex(clock), clock);
    await conversations.openDirect('7', '100');
    await clock.advance(6 * hour);
    expect(await conversations.currentDirect('7')).toBeUndefined();
    expect(await conversations.openDirect('7', '101')).toBe('discord:@dm:7:101');
  });

  it('ends when a person asks for a new one', async () => {
    const clock = createManualClock();
    const conversations = createConversations(createTestIndex(clock), clock);
    await conversations.openDirect('7', '100');
    await conversations.restartDirect('7');
    expect(await conversations.openDirect('7', '101')).toBe('discord:@dm:7:101');
  });

  it('is not the one of another person', async () => {
    const clock = createManualClock();
    const conversations = createConversations(createTestIndex(clock), clock);
    await conversations.openDirect('7', '100');
    expect(await conversations.currentDirect('8')).toBeUndefined();
  });
});
