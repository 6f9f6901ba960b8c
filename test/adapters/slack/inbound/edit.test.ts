import { describe, expect, it } from 'vitest';
import { parseDeleted, parseEdited } from '../../../../src/adapters/slack/inbound/edit.ts';
import { parseMessage } from '../../../../src/adapters/slack/inbound/message.ts';
import { appMention, botUserId, message } from './payloads.ts';

const said = { type: 'message', user: 'U1', team: 'T1', ts: '1767900000.000100', text: 'why is the sky blue?' };
const edited = { user: 'U1', ts: '1767900009.000000' };
const hidden = { user: undefined, text: undefined, hidden: true, ts: '1767900009.000100' };

/** A `message_changed`, as Slack sends it. */
const changed = (now: object, event: object = {}, before: object = {}) =>
  message({
    ...hidden,
    subtype: 'message_changed',
    message: { ...said, text: 'why is the sea blue?', edited, ...now },
    previous_message: { ...said, ...before },
    ...event,
  });

const parse = (body: unknown) => parseEdited(body, botUserId);

describe('an edit', () => {
  it('of a direct message has its new words', () => {
    expect(parse(changed({}))).toEqual({
      kind: 'direct-message',
      team: 'T1',
      channel: 'D1',
      ts: said.ts,
      threadTs: undefined,
      userId: 'U1',
      text: 'why is the sea blue?',
    });
  });

  it('of a mention has them without the mention, whether Slack tells of the change, of the mention, or of both', () => {
    const text = `<@${botUserId}> why is the &lt;sea&gt; blue?`;
    const inChannel = { channel: 'C1', channel_type: 'channel' };
    const now = { text, thread_ts: '1767800000.000100' };
    const expected = { kind: 'mention', channel: 'C1', threadTs: now.thread_ts, text: 'why is the <sea> blue?' };
    expect(parse(changed(now, inChannel))).toMatchObject(expected);
    expect(parse(appMention({ ...now, edited }))).toMatchObject(expected);
    // It is nothing new that is said.
    expect(parseMessage(appMention({ ...now, edited }), botUserId)).toBeUndefined();
  });

  it('of a root is one of a message outside threads', () => {
    expect(parse(changed({ thread_ts: said.ts }))).toMatchObject({ threadTs: undefined });
  });

  it.each([
    ['a preview that came', changed({ edited: undefined, text: said.text, attachments: [{ id: 1 }] })],
    ['a preview of a message that was edited before', changed({ text: said.text })],
    ['an edit by the bot', changed({ user: botUserId, bot_id: 'B1' })],
    ['an edit by another app', changed({ user: 'U2', bot_id: 'B2' })],
    ['a notice by Slack', changed({ subtype: 'channel_topic' })],
    ['something new', message()],
    ['a new mention', appMention()],
    ['nothing that Slack sends', { event: 'message_changed' }],
  ])('is not %s', (_what, body) => {
    expect(parse(body)).toBeUndefined();
    expect(parseDeleted(body)).toEqual([]);
  });
});

describe('a deletion', () => {
  it('names the message', () => {
    const event = { subtype: 'message_deleted', deleted_ts: said.ts, previous_message: said };
    const body = message({ ...hidden, ...event });
    expect(parseDeleted(body)).toEqual([{ team: 'T1', channel: 'D1', ts: said.ts }]);
    expect(parse(body)).toBeUndefined();
  });

  it('is also the tombstone that a root with replies leaves', () => {
    const tombstone = { subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.', hidden: true };
    const body = changed(
      { ...tombstone, thread_ts: said.ts, edited: undefined },
      { channel: 'C1', channel_type: 'channel' },
    );
    expect(parseDeleted(body)).toEqual([{ team: 'T1', channel: 'C1', ts: said.ts }]);
    expect(parse(body)).toBeUndefined();
  });
});
