import { describe, expect, it } from 'vitest';
import { readSaid, writeSaid } from '../../../src/adapters/slack/said.ts';

/** As earlier versions stored them. */
const records = [
  '{"type":"message","said":{"team":"T1","channel":"C1","ts":"9.1","threadTs":"8.1","userId":"U1","text":"why?","kind":"mention"}}',
  '{"type":"command","said":{"team":"T1","channel":"C1","userId":"U1","userName":"ada","agent":"research","text":"why?","triggerId":"1.t","responseUrl":"https://hooks.slack.com/1"}}',
];

describe('what was said, written and read again', () => {
  it.each(records)('is the same in the record of an earlier version: %s', (record) => {
    const said = readSaid(record);
    expect(said).toEqual(JSON.parse(record));
    expect(said && readSaid(writeSaid(said))).toEqual(said);
  });

  it.each(['', 'nonsense', '{}', '{"type":"message","said":{}}'])('is nothing where it is %j', (text) => {
    expect(readSaid(text)).toBeUndefined();
  });
});
