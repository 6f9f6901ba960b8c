import { describe, expect, it } from 'vitest';
import type { AskedQuestion, History, ShownMessage } from '../../chaos/history.ts';
import { judge } from '../../chaos/judge.ts';

const question = (marker: string, changes: Partial<AskedQuestion> = {}): AskedQuestion => ({
  marker,
  platform: 'slack',
  conversation: 'thread',
  channel: 'general',
  askedAt: 1000,
  accepted: 'yes',
  arrival: Number(marker.slice(1)),
  ...changes,
});
let messages = 0;
const message = (text: string, changes: Partial<ShownMessage> = {}): ShownMessage => {
  messages += 1;
  const endedAt = /Research · |⚠️/.test(text) ? 2000 + messages : undefined;
  const unsaid = { marker: undefined, part: undefined, saidBefore: undefined };
  return { id: `${messages}`, conversation: 'thread', ...unsaid, text, endedAt, ...changes };
};
const answer = (marker: string, segments = 2) =>
  `${Array.from({ length: segments }, (_, at) => `${marker}S0${at + 1} lorem.`).join('\n')}\nReka Research · 2 s`;

const history = (changes: Partial<History>): History => ({
  questions: [question('Q01')],
  messages: [],
  refusals: [],
  requests: [{ marker: 'Q01', refused: false }],
  segments: new Map([
    ['Q01', 2],
    ['Q02', 2],
  ]),
  brokenRules: [],
  excused: [],
  crashes: [],
  ...changes,
});
const broken = (changes: Partial<History>) =>
  judge(history(changes)).map(({ broken: kind, marker }) => `${kind} ${marker}`.trim());

describe('the judge finds', () => {
  it('nothing where every question has one reply that ends', () => {
    expect(broken({ messages: [message(answer('Q01'))] })).toEqual([]);
  });

  it('nothing where an answer was interrupted and says so', () => {
    expect(broken({ messages: [message('Q01S01 lorem.\n⚠️ The bot was interrupted')] })).toEqual([]);
    expect(broken({ messages: [message('⚠️ The bot was interrupted')] })).toEqual([]);
  });

  it('nothing where the last line of an answer that says what it lacks has a message of its own', () => {
    const [cut, footer] = ['Q01S01 lorem.\n⚠️ The answer above is incomplete.', '-# Reka Research · 1 s'];
    expect(broken({ messages: [message(cut), message(footer)] })).toEqual([]);
    expect(broken({ messages: [message(cut), message(footer), message(footer)] })).toEqual(['doubled']);
    expect(broken({ messages: [message(answer('Q01')), message(footer)] })).toEqual(['doubled']);
    const questions = [question('Q01'), question('Q02')];
    const failed = message('⚠️ Q01 failed.', { marker: 'Q01' });
    expect(broken({ questions, messages: [failed, message('Q02S01 lorem.\nQ02S02 lorem.'), message(footer)] })).toEqual(
      [],
    );
  });

  it('a reply written to after its end', () => {
    const interrupted = 'Q01S01 lorem.\n⚠️ The bot was interrupted';
    expect(broken({ messages: [message(answer('Q01'), { saidBefore: interrupted })] })).toEqual(['doubled Q01']);
  });

  it('a question lost that was taken and has no reply', () => {
    expect(broken({})).toEqual(['lost Q01']);
  });

  it('nothing lost that was perhaps never taken, or was refused aloud', () => {
    expect(broken({ questions: [question('Q01', { accepted: 'perhaps' })] })).toEqual([]);
    expect(broken({ questions: [question('Q01', { accepted: 'no' })] })).toEqual([]);
    expect(broken({ refusals: [{ channel: 'general', at: 1500 }] })).toEqual([]);
  });

  it('a question lost whose channel heard a refusal at another time', () => {
    expect(broken({ refusals: [{ channel: 'general', at: 999 }] })).toEqual(['lost Q01']);
    expect(broken({ refusals: [{ channel: 'lab', at: 1500 }] })).toEqual(['lost Q01']);
    const two = [question('Q01'), question('Q02')];
    expect(broken({ questions: two, refusals: [{ channel: 'general', at: 1500 }] })).toEqual(['lost Q02']);
  });

  it('a reply doubled that stands there twice, whether its messages say whose they are or not', () => {
    const twice = [message(answer('Q01')), message(answer('Q01'))];
    expect(broken({ messages: twice })).toContain('doubled Q01');
    const marked = [
      message('🔎 Researching…', { marker: 'Q01', part: 0 }),
      message(answer('Q01'), { marker: 'Q01', part: 0 }),
    ];
    expect(broken({ messages: marked })).toContain('doubled Q01');
    expect(broken({ messages: [message(answer('Q01')), message('⚠️ The bot was interrupted')] })).toContain('doubled');
  });

  it('nothing doubled in an answer of several messages, the last of which may hold no text', () => {
    const parts = [message('Q01S01 lorem.'), message('Q01S02 lorem.'), message('Reka Research · 2 s')];
    expect(broken({ messages: parts })).toEqual([]);
  });

  it('a reply stuck that looks as if the bot were at work', () => {
    for (const text of ['🔎 Researching…', '⏳ Waiting for the answer before this one…', 'Q01S01 lorem.\n✍️ Writing…'])
      expect(broken({ messages: [message(text)] })).toEqual(['stuck Q01']);
  });

  it('an answer cut that claims to be whole', () => {
    expect(broken({ messages: [message(answer('Q01', 1))] })).toEqual(['cut Q01']);
  });

  it('a question charged twice that the agent was asked two times, unless it refused once', () => {
    const messages = [message(answer('Q01'))];
    const again = { marker: 'Q01', refused: false };
    expect(broken({ messages, requests: [again, again] })).toEqual(['charged twice Q01']);
    expect(broken({ messages, requests: [{ ...again, refused: true }, again] })).toEqual([]);
  });

  describe('of two questions in a conversation', () => {
    const requests = ['Q01', 'Q02'].map((marker) => ({ marker, refused: false }));
    const both = { questions: [question('Q01'), question('Q02')], requests };
    const shown = () => [message(answer('Q01')), message(answer('Q02'))];

    it('nothing when they were answered in the order of arrival', () => {
      expect(broken({ ...both, messages: shown() })).toEqual([]);
    });

    it('the later one out of order that was asked or ended first', () => {
      expect(broken({ ...both, messages: shown(), requests: requests.toReversed() })).toEqual(['out of order Q02']);
      expect(broken({ ...both, messages: [message(answer('Q02')), message(answer('Q01'))] })).toEqual([
        'out of order Q02',
      ]);
    });

    it('nothing out of order when they stand in two conversations, or nobody knows which arrived first', () => {
      const elsewhere = [question('Q01'), question('Q02', { conversation: 'other' })];
      expect(broken({ ...both, messages: shown(), requests: requests.toReversed(), questions: elsewhere })).toEqual([]);
      const unknown = [question('Q01', { arrival: undefined }), question('Q02')];
      expect(broken({ ...both, messages: shown(), requests: requests.toReversed(), questions: unknown })).toEqual([]);
    });

    it('one lost when there is only one reply, which says nothing of whose it is', () => {
      expect(broken({ ...both, messages: [message('⚠️ The bot was interrupted')] })).toEqual(['lost Q02']);
    });
  });

  it('every rule that was broken and every process that ended by itself', () => {
    const messages = [message(answer('Q01'))];
    expect(broken({ messages, brokenRules: ['Slack: noText'], crashes: ['1'] })).toEqual(['rule', 'crashed']);
  });
});
