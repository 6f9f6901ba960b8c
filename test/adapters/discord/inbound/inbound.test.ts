import { describe, expect, it } from 'vitest';
import {
  addressed,
  messageIdentity,
  parseCustomId,
  type SeenMessage,
  type SeenPlace,
} from '../../../../src/adapters/discord/inbound/inbound.ts';
import { controls } from '../../../../src/core/answer/control.ts';

const bot = '100000000000000001';
const channel: SeenPlace = { kind: 'channel', channelId: '3', guildId: '2', canStartThread: true };
const thread: SeenPlace = { ...channel, kind: 'thread' };
const direct: SeenPlace = { ...channel, kind: 'direct-message', guildId: '@dm' };
const said = (more: Partial<SeenMessage>): SeenMessage => ({
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
    expect(addressed(said({ place: thread }), bot, true)).toBe('perhaps-follow-up');
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

describe('the id of a button', () => {
  it('says which control of which answer', () => {
    const questionId = 'discord:1:2:interaction:3';
    for (const control of controls) expect(parseCustomId(`${control}:${questionId}`)).toEqual({ control, questionId });
  });

  it('is nothing to Footnote when it is none of its own', () => {
    for (const id of ['', 'stop', 'stop:', ':x', 'dance:x', 'Stop:x', 'stopx', ' stop:x'])
      expect(parseCustomId(id)).toBeUndefined();
  });
});

it('a message is identified by its guild, channel and id', () => {
  expect(messageIdentity(channel, '9')).toBe('discord:2:3:9');
  expect(messageIdentity(direct, '9')).toBe('discord:@dm:3:9');
});
