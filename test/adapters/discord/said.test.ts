import { describe, expect, it } from 'vitest';
import { readSaid, type SaidCommand, writeSaid } from '../../../src/adapters/discord/said.ts';

const help: SaidCommand = {
  id: '9',
  applicationId: '1',
  token: 't',
  place: { kind: 'channel', channelId: '3', guildId: '2', canStartThread: true },
  author: { id: '4', name: 'ada' },
  content: '',
  text: '',
  options: [],
};

describe('what was said, written and read again', () => {
  it('is the same, also when it asks nobody', () => {
    const said = { type: 'command', said: help } as const;
    expect(readSaid(writeSaid(said))).toEqual(said);
  });

  it('can be read from the record of an earlier version', () => {
    expect(readSaid(JSON.stringify({ type: 'command', seen: help }))).toEqual({ type: 'command', said: help });
    const message = {
      id: '9',
      place: { kind: 'thread', channelId: '3', guildId: '2', canStartThread: false },
      author: { id: '4', name: 'Ada' },
      fromPerson: true,
      content: '<@1> why?',
      text: 'why?',
      mentions: ['1'],
      mentionsGroup: false,
    };
    expect(readSaid(JSON.stringify({ type: 'message', seen: message }))).toEqual({ type: 'message', said: message });
  });
});
