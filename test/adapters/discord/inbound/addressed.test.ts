import { describe, expect, it } from 'vitest';
import { addressed } from '../../../../src/adapters/discord/inbound/addressed.ts';
import type { SaidMessage, SaidPlace } from '../../../../src/adapters/discord/said.ts';

const bot = '100000000000000001';
const channel: SaidPlace = { kind: 'channel', channelId: '3', guildId: '2', canStartThread: true };
const thread: SaidPlace = { ...channel, kind: 'thread' };
const direct: SaidPlace = { ...channel, kind: 'direct-message', guildId: '@dm' };
const said = (more: Partial<SaidMessage>): SaidMessage => ({
  id: '9',
  place: channel,
  author: { id: '4', name: 'ada' },
  fromPerson: true,
  content: 'hello',
  text: 'hello',
  mentions: [],
  mentionsGroup: false,
  ...more,
});

describe('a message is for the bot', () => {
  it('when it mentions the bot, or replies to it with ping', () => {
    expect(addressed(said({ mentions: [bot] }), bot, false)).toBe('mention');
    expect(addressed(said({ mentions: ['7', bot], place: thread }), bot, false)).toBe('mention');
  });

  it('when it is a direct message', () => {
    expect(addressed(said({ place: direct }), bot, false)).toBe('direct-message');
  });

  it('perhaps, when it stands in a thread and its content can be read', () => {
    expect(addressed(said({ place: thread }), bot, true)).toBe('follow-up');
    expect(addressed(said({ place: thread }), bot, false)).toBeUndefined();
    expect(addressed(said({ place: channel }), bot, true)).toBeUndefined();
  });
});

describe('a message is not for the bot', () => {
  it('when it mentions everyone or a role alone', () => {
    expect(addressed(said({ mentionsGroup: true }), bot, true)).toBeUndefined();
    expect(addressed(said({ mentionsGroup: true, place: thread }), bot, true)).toBeUndefined();
  });

  it('when it mentions somebody else in a thread, or says nothing there', () => {
    expect(addressed(said({ mentions: ['7'], place: thread }), bot, true)).toBeUndefined();
    expect(addressed(said({ text: '', place: thread }), bot, true)).toBeUndefined();
  });

  it('when the bot itself or no person wrote it', () => {
    expect(addressed(said({ author: { id: bot }, place: direct }), bot, true)).toBeUndefined();
    expect(addressed(said({ fromPerson: false, mentions: [bot] }), bot, true)).toBeUndefined();
  });
});
