import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePress } from '../../../../src/adapters/slack/inbound/press.ts';
import { blockActions } from './payloads.ts';

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
