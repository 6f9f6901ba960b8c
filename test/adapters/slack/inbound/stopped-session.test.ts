import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStoppedSession } from '../../../../src/adapters/slack/inbound/stopped-session.ts';
import { appMention, sessionStopped } from './payloads.ts';

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
