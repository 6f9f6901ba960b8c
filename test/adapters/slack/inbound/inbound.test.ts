import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseMessage,
  parsePress,
  parseSlashCommand,
  parseStoppedSession,
} from '../../../../src/adapters/slack/inbound/inbound.ts';
import { knownAgents, reigent } from '../../../core/known-agents.ts';
import { appMention, blockActions, botUserId, message, sessionStopped, slashCommand, threadReply } from './payloads.ts';

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

describe('a slash command', () => {
  it('names its agent, its asker and where to answer', () => {
    expect(parseSlashCommand(slashCommand(), knownAgents)).toEqual({
      team: 'T1',
      channel: 'C1',
      userId: 'U1',
      userName: 'ada',
      agent: 'research',
      text: 'why is the sky blue?',
      triggerId: '13345224609.738474920.8088930838d88f008e0',
      responseUrl: 'https://hooks.slack.example.com/commands/T1/1/x',
    });
    expect(parseSlashCommand(slashCommand({ command: '/reigent' }), knownAgents)?.agent).toBe(reigent);
  });

  it('may be empty', () => {
    expect(parseSlashCommand(slashCommand({ text: '' }), knownAgents)?.text).toBe('');
    expect(parseSlashCommand(slashCommand({ text: undefined }), knownAgents)?.text).toBe('');
  });

  it('is nothing when it is another one or has no address to answer to', () => {
    expect(parseSlashCommand(slashCommand({ command: '/remind' }), knownAgents)).toBeUndefined();
    expect(parseSlashCommand(slashCommand({ response_url: 'file:///etc/hosts' }), knownAgents)).toBeUndefined();
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(parseSlashCommand(body, knownAgents)).toBeUndefined();
      }),
    );
  });
});

describe('a pressed button', () => {
  it('says which control of which answer, where and by whom', () => {
    expect(parsePress(blockActions())).toEqual({
      control: 'stop',
      questionId: 'slack:T1:C1:1767900000.000100',
      team: 'T1',
      channel: 'C1',
      threadTs: '1767900000.000100',
      userId: 'U1',
      responseUrl: 'https://hooks.slack.example/actions/T1/1/2',
    });
  });

  it("is in the bot's workspace, also when somebody from another one pressed it", () => {
    expect(parsePress(blockActions({}, { team: { id: 'T2' } }))?.team).toBe('T1');
    expect(parsePress(blockActions({}, { team: null }))?.team).toBe('T1');
  });

  it('may stand in no thread, and in a message that only its presser sees', () => {
    const container = { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: true };
    const said = parsePress(blockActions({}, { container, message: undefined }));
    expect(said).toMatchObject({ control: 'stop', team: 'T1', threadTs: undefined });
  });

  it('is nothing to Footnote when it is none of its own, or says too little', () => {
    for (const action of [{ action_id: 'footnote_dance' }, { action_id: 'stop' }, { value: '' }, { value: undefined }])
      expect(parsePress(blockActions(action))).toBeUndefined();
    for (const body of [{ channel: undefined }, { response_url: 'javascript:1' }, { actions: [] }, { type: 'view' }])
      expect(parsePress(blockActions({}, body))).toBeUndefined();
    fc.assert(fc.property(fc.anything(), (body) => parsePress(body) === undefined));
  });
});

describe('a stopped session', () => {
  it('says which thread was stopped by whom', () => {
    expect(parseStoppedSession(sessionStopped())).toEqual({
      team: 'T1',
      channel: 'C1',
      threadTs: '1767900000.000100',
      userId: 'U1',
    });
    expect(parseStoppedSession({ ...sessionStopped(), team_id: 'T2' })?.team).toBe('T1');
  });

  it('is no other event', () => {
    expect(parseStoppedSession(appMention())).toBeUndefined();
    expect(parseStoppedSession(sessionStopped({ thread_ts: 'a:b' }))).toBeUndefined();
    fc.assert(fc.property(fc.anything(), (body) => parseStoppedSession(body) === undefined));
  });
});
