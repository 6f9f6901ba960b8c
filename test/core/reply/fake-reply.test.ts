import { FootnoteError } from '../../../src/core/errors.ts';
import { describeReply, type Fault } from '../../contract/reply.ts';
import { createFakeReply } from '../fakes.ts';

const faults: Readonly<Record<Fault, FootnoteError>> = {
  'request-lost': new FootnoteError('upstream', 'lost'),
  'answer-lost': new FootnoteError('upstream', 'lost'),
  limited: new FootnoteError('rate-limited', 'wait', { retryAfterMs: 10 }),
};
const notAllowed = new FootnoteError('platform', 'no', { hint: 'not-allowed' });

describeReply('no platform, as the tests of the core have it', async () => {
  const budget = (index: number) => ({
    key: fake.visible[index] === undefined ? 'new' : 'edit',
    limit: 1,
    windowMs: 1,
  });
  const fake = createFakeReply({ budget });
  return {
    reply: fake.reply,
    part: (text) => ({ fingerprint: text, text }),
    shown: () => fake.visible,
    failNext: (fault) => fake.refuse(faults[fault]),
    forbid: () => fake.refuse(notAllowed),
    deleteMessage: async (index) => fake.delete(index),
  };
});
