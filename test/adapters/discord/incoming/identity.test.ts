import { expect, it } from 'vitest';
import { messageIdentity } from '../../../../src/adapters/discord/incoming/identity.ts';

it('a message is identified by its guild, channel and id', () => {
  expect(messageIdentity({ guildId: '2', channelId: '3', id: '9' })).toBe('discord:2:3:9');
  expect(messageIdentity({ guildId: '@dm', channelId: '3', id: '9' })).toBe('discord:@dm:3:9');
});
