import { type Answer, startAnswer } from '../../../src/core/answer/answer.ts';
import type { ReplyAddress } from '../../../src/core/ports/place.ts';
import { encodeChannelKey, encodeConversationKey } from '../../../src/core/question/keys.ts';
import type { Question } from '../../../src/core/question/question.ts';
import { research } from '../../core/known-agents.ts';

/** A channel of the questions' workspace. */
export const channelKey = (channel: string) => encodeChannelKey({ platform: 'slack', workspace: 'T1', channel });
/** The conversation of a thread. */
export const keyOf = (thread: string) =>
  encodeConversationKey({ platform: 'slack', workspace: 'T1', channel: 'C1', thread });
/** Something said. */
export const said = (id: string, acceptedAt = 1_767_000_000_000) => ({
  id,
  platform: 'slack' as const,
  said: JSON.stringify({ text: `what was said in ${id}` }),
  acceptedAt,
});
/** A question in a thread. */
export const questionOf = (id: string, thread = '1.1', askerId = 'U1', askedIn = channelKey('C1')): Question => ({
  id,
  conversation: keyOf(thread),
  channelKey: askedIn,
  asker: { id: askerId, name: 'Ada' },
  origin: 'mention',
  agent: research,
  text: 'Why is the sky blue?',
  options: { depth: 'deep', only: ['example.org'], near: { country: 'DE' } },
  askedAt: 1_767_000_000_001,
});
/** Where its reply stands. */
export const address: ReplyAddress = { platform: 'slack', channel: 'C1', thread: '1.1', messages: ['1.2', null] };
/** A page that was delivered. */
export const page = { url: 'https://example.org/sky', title: 'Sky', snippet: 'Blue.', age: '2h ago' };
/** An answer with something of everything. */
export const answer: Answer = {
  ...startAnswer(research, 1_767_000_000_002),
  state: 'failed',
  text: 'Rayleigh scattering.',
  steps: [
    { id: '1', kind: 'thought', state: 'done', pages: [], text: 'Hm.' },
    { id: '2', kind: 'search', state: 'running', pages: [page], query: 'sky' },
    { id: '3', kind: 'read', state: 'failed', pages: [page], error: 'gone', urls: [page.url], task: 'read it' },
    { id: '4', kind: 'tool', state: 'done', pages: [], name: 'clock' },
  ],
  citations: [page],
  notices: ['cut-off', 'not-remembered'],
  usage: { promptTokens: 1, completionTokens: 2 },
  failure: { kind: 'rate-limited', hint: 'all-limited', retryAfterMs: 1_000 },
  endedAt: 1_767_000_000_003,
};
