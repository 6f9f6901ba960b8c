import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  channelOf,
  decodeChannelKey,
  decodeConversationKey,
  encodeChannelKey,
  encodeConversationKey,
  type Platform,
  parseChannelKey,
  parseConversationKey,
} from '../../../src/core/question/keys.ts';

const platform = fc.constantFrom<Platform>('slack', 'discord');
const part = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes(':'));
const address = fc.record(
  { platform, workspace: part, channel: part, thread: part },
  { requiredKeys: ['platform', 'workspace', 'channel'] },
);
const channel = fc.record({ platform, workspace: part, channel: part });
const bad = fc.oneof(
  fc.constant(''),
  fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}:${after}`),
);

describe('a conversation key', () => {
  it('says where the conversation is', () => {
    expect(encodeConversationKey({ platform: 'slack', workspace: 'T1', channel: 'C1', thread: '1767.33' })).toBe(
      'slack:T1:C1:1767.33',
    );
    expect(encodeConversationKey({ platform: 'discord', workspace: '@dm', channel: 'C1' })).toBe('discord:@dm:C1');
  });

  it('leads back to its address, whatever the parts are', () => {
    fc.assert(
      fc.property(address, (original) => {
        const key = encodeConversationKey(original);
        expect(decodeConversationKey(key)).toEqual(original);
        expect(parseConversationKey(key)).toBe(key);
      }),
    );
  });

  it('is another for another address', () => {
    fc.assert(
      fc.property(address, address, (one, other) => {
        const same = JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
        expect(encodeConversationKey(one) === encodeConversationKey(other)).toBe(same);
      }),
    );
  });

  it('is not made of empty parts or parts with a colon', () => {
    fc.assert(
      fc.property(address, fc.constantFrom('workspace', 'channel', 'thread'), bad, (good, name, value) => {
        expect(() => encodeConversationKey({ ...good, [name]: value })).toThrow(RangeError);
      }),
    );
  });

  it.each(['', 'slack', 'slack:T1', 'slack::C1', 'slack:T1:C1:', 'slack:T1:C1:1:2', 'irc:T1:C1', 'SLACK:T1:C1'])(
    'is not read from %j',
    (text) => {
      expect(parseConversationKey(text)).toBeUndefined();
      expect(parseChannelKey(text)).toBeUndefined();
    },
  );
});

describe('a channel key', () => {
  it('says which channel it is', () => {
    expect(encodeChannelKey({ platform: 'slack', workspace: 'T1', channel: 'C1' })).toBe('slack:T1:C1');
    expect(encodeChannelKey({ platform: 'discord', workspace: '@dm', channel: 'C1' })).toBe('discord:@dm:C1');
  });

  it('leads back to its address, whatever the parts are', () => {
    fc.assert(
      fc.property(channel, (original) => {
        const key = encodeChannelKey(original);
        expect(decodeChannelKey(key)).toEqual(original);
        expect(parseChannelKey(key)).toBe(key);
      }),
    );
  });

  it('is not made of empty parts or parts with a colon', () => {
    fc.assert(
      fc.property(channel, fc.constantFrom('workspace', 'channel'), bad, (good, name, value) => {
        expect(() => encodeChannelKey({ ...good, [name]: value })).toThrow(RangeError);
      }),
    );
  });

  it('is not read from the key of a thread inside a channel', () => {
    expect(parseChannelKey('slack:T1:C1:1767.33')).toBeUndefined();
  });

  it('is the same for every conversation that stands in the channel', () => {
    fc.assert(
      fc.property(channel, fc.option(part, { nil: undefined }), (original, thread) => {
        expect(channelOf(encodeConversationKey({ ...original, thread }))).toBe(encodeChannelKey(original));
      }),
    );
  });
});
