import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../../src/adapters/slack/inbound/message.ts';
import { appMention, botUserId, message, threadReply } from './payloads.ts';

const parse = (body: unknown) => parseMessage(body, botUserId);

describe('what is said to the bot', () => {
  it('is a mention in a channel', () => {
    expect(parse(appMention())).toEqual({
      kind: 'mention',
      team: 'T1',
      channel: 'C1',
      ts: '1767900000.000100',
      threadTs: undefined,
      userId: 'U1',
      text: 'why is the sky blue?',
    });
  });

  it('is a direct message, with a mention or without', () => {
    expect(parse(message())).toMatchObject({ kind: 'direct-message', text: 'why is the sky blue?' });
    const mention = appMention({ channel: 'D1' });
    expect(parse(mention)).toEqual(parse(message({ text: mention.event.text })));
  });

  it('is the same when the mention comes as a channel message', () => {
    const twin = message({ channel: 'C1', channel_type: 'channel', text: appMention().event.text });
    expect(parse(twin)).toEqual(parse(appMention()));
  });

  it('belongs to the thread that it was written in', () => {
    expect(parse(appMention({ thread_ts: '1767800000.000100' }))?.threadTs).toBe('1767800000.000100');
    expect(parse(message({ thread_ts: '1767800000.000100' }))?.threadTs).toBe('1767800000.000100');
    expect(parse(message({ thread_ts: '1767900000.000100' }))?.threadTs).toBeUndefined();
  });

  it('is in the workspace that the bot is installed in, wherever the message comes from', () => {
    expect(parse({ ...appMention(), team_id: 'T2' })?.team).toBe('T1');
    expect(parse({ ...appMention(), authorizations: undefined })?.team).toBe('T1');
  });

  it('may come with a file or be sent to the channel as well', () => {
    expect(parse(message({ subtype: 'file_share', files: [{ id: 'F1' }] }))?.text).toBe('why is the sky blue?');
    expect(parse(appMention({ subtype: 'thread_broadcast', thread_ts: '1767800000.000100' }))?.kind).toBe('mention');
  });

  it('may be empty, so that the person can be helped', () => {
    expect(parse(appMention({ text: `<@${botUserId}>` }))?.text).toBe('');
    expect(parse(message({ text: undefined, subtype: 'file_share' }))?.text).toBe('');
  });

  it.each([
    ['its own message', { user: botUserId }],
    ["another bot's message", { bot_id: 'B2', subtype: 'bot_message' }],
    ["another app's message with a user", { bot_id: 'B2', user: 'U9' }],
    ["Slack's own message", { user: 'USLACKBOT' }],
    ['a message without an author', { user: undefined }],
    ['an edit', { subtype: 'message_changed', message: { text: 'x' }, hidden: true }],
    ['a mention added by an edit', { edited: { user: 'U1', ts: '1767900001.000000' } }],
    ['a deletion', { subtype: 'message_deleted', deleted_ts: '1767900000.000100', hidden: true }],
    ['a joining', { subtype: 'channel_join' }],
    ['a change of the topic', { subtype: 'channel_topic' }],
    ['a hidden message', { hidden: true }],
  ])('is not %s', (_name, event) => {
    expect(parse(appMention(event))).toBeUndefined();
    expect(parse(message(event))).toBeUndefined();
    expect(parse(threadReply(event))).toBeUndefined();
  });

  it('is not the talk of a channel', () => {
    expect(parse(message({ channel: 'C1', channel_type: 'channel' }))).toBeUndefined();
    expect(parse(message({ channel: 'G1', channel_type: 'mpim' }))).toBeUndefined();
  });

  it('may be a reply in a thread that calls on nobody else', () => {
    expect(parse(threadReply())?.kind).toBe('follow-up');
    expect(parse(threadReply({ text: '<@U2> what do you think?' }))).toBeUndefined();
    expect(parse(threadReply({ text: '<!here> look' }))).toBeUndefined();
    expect(parse(threadReply({ text: '', subtype: 'file_share' }))).toBeUndefined();
  });

  it('is nothing when the payload is not one of a message', () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(parse(body)).toBeUndefined();
      }),
    );
    expect(parse(appMention({ ts: 'a:b' }))).toBeUndefined();
    expect(parse(appMention({ type: 'reaction_added' }))).toBeUndefined();
  });
});
