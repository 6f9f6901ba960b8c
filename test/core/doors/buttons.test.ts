import { describe, expect, it } from 'vitest';
import { endAnswer, startAnswer } from '../../../src/core/answer/answer.ts';
import type { Control } from '../../../src/core/answer/control.ts';
import { newConversation } from '../../../src/core/answer/conversation.ts';
import { createButtons } from '../../../src/core/doors/buttons.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import { createKeyedQueue } from '../../../src/core/keyed-queue.ts';
import type { Details, Pressed } from '../../../src/core/ports/platform.ts';
import type { Run } from '../../../src/core/ports/stores.ts';
import type { Runs } from '../../../src/core/runs/runs.ts';
import { english } from '../../words/english.ts';
import {
  createFakeHistory,
  createFakeLedger,
  createFakeLogger,
  questionOf,
  runOf,
  slackChannel,
  threadKey,
} from '../fakes.ts';
import { research } from '../known-agents.ts';
import { createStage } from '../stage.ts';

const stoppedRun = (id: string): Run =>
  runOf(id, { answer: endAnswer({ ...startAnswer(research, 0), state: 'stopped' }, 1) });

function setUp({
  running = [],
  kept = [],
  refuses,
}: {
  running?: readonly string[];
  kept?: readonly Run[];
  refuses?: string;
} = {}) {
  const stopped: string[] = [];
  const ending = Promise.withResolvers<void>();
  const runs: Pick<Runs, 'questions' | 'stop' | 'ended'> = {
    questions: () => running.map((id) => questionOf(id)),
    stop: (id) => stopped.push(id),
    ended: (id) => (running.includes(id) ? ending.promise : Promise.resolve()),
  };
  const { history, held } = createFakeHistory();
  const { ledger, failures } = createFakeLedger(...kept);
  const { logger, entries } = createFakeLogger();
  const retried: string[] = [];
  const retries: (() => void)[] = [];
  const perQuestion = createKeyedQueue();
  const buttons = createButtons({
    runs,
    ledger,
    history,
    perQuestion,
    restore: (_, said) => createStage().incoming('1', said, { said }),
    understand: async ({ text }) =>
      text === 'no question' ? { kind: 'forget' } : { kind: 'ask', wording: { agent: research, text } },
    askAgain: async ({ id, said }, by, cause) => {
      retried.push(`${id}${said} for ${by.id}, ${cause}`);
      await new Promise<void>((resolve) => retries.push(resolve));
      return refuses;
    },
    phrases: english,
    logger,
  });
  const told: string[] = [];
  const shown: Details[] = [];
  const press = (control: Control, questionId: string, changes: Partial<Pressed> = {}) =>
    buttons.press({
      control,
      questionId,
      userId: 'U1',
      channelKey: slackChannel(),
      mayModerate: async () => false,
      tell: async (words) => void told.push(words),
      show: async (details) => void shown.push(details),
      ...changes,
    });
  return {
    end: ending.resolve,
    perQuestion,
    buttons,
    press,
    stopped,
    retried,
    retries,
    told,
    shown,
    held,
    failures,
    entries,
  };
}

const moderator = { userId: 'U9', mayModerate: async () => true };
const stranger = { userId: 'U9' };
const storeDown = new FootnoteError('storage', 'Unreachable.');

describe('Stop', () => {
  it('stops the answer of the one who asked, without a word', async () => {
    const { press, stopped, told } = setUp({ running: ['1', '2'] });
    await press('stop', '2');
    expect(stopped).toEqual(['2']);
    expect(told).toEqual([]);
  });

  it('stops it for somebody who may manage messages, and for nobody else', async () => {
    const { press, stopped, told } = setUp({ running: ['1'] });
    await press('stop', '1', stranger);
    expect(stopped).toEqual([]);
    expect(told).toEqual([english.mayNotStop]);
    await press('stop', '1', moderator);
    expect(stopped).toEqual(['1']);
  });

  it('says so when the answer has ended', async () => {
    const { press, stopped, told } = setUp({ kept: [runOf('1')] });
    await press('stop', '1');
    expect(stopped).toEqual([]);
    expect(told).toEqual([english.alreadyEnded]);
  });

  it('does not reach into another channel, not even for a moderator', async () => {
    const { press, stopped, told } = setUp({ running: ['1'] });
    for (const channelKey of [slackChannel('C1', 'T2'), slackChannel('C'), slackChannel('C12')]) {
      await press('stop', '1', { ...moderator, channelKey });
    }
    expect(stopped).toEqual([]);
    expect(told).toEqual([english.alreadyEnded, english.alreadyEnded, english.alreadyEnded]);
  });
});

describe("the platform's own stop of a conversation", () => {
  const by = { userId: 'U1', mayModerate: async () => false };

  it('stops what the person may stop there, the last question first', async () => {
    const { buttons, stopped, told } = setUp({ running: ['1', '2'] });
    const tell = async (words: string) => void told.push(words);
    await buttons.stopConversation(threadKey('1'), { ...by, tell });
    expect(stopped).toEqual(['2', '1']);
    expect(told).toEqual([]);
  });

  it('stops nothing in another conversation, and tells strangers why', async () => {
    const { buttons, stopped, told } = setUp({ running: ['1'] });
    const tell = async (words: string) => void told.push(words);
    await buttons.stopConversation(threadKey('2'), { ...by, tell });
    expect(told).toEqual([]);
    await buttons.stopConversation(threadKey('1'), { ...by, ...stranger, tell });
    expect(told).toEqual([english.mayNotStop]);
    expect(stopped).toEqual([]);
  });
});

describe.each(['steps', 'sources'] as const)('%s', (of) => {
  it('shows what is kept of the answer, with the numbers of its conversation, to whoever wants to see it', async () => {
    const run = runOf('1');
    const { press, shown, held, told } = setUp({ kept: [run] });
    const footnotes = { footnotes: [{ number: 3, url: 'https://example.org/' }], nextNumber: 4 };
    held.set(threadKey('1'), { ...newConversation(threadKey('1')), footnotes });
    await press(of, '1', stranger);
    expect(shown).toEqual([{ of, answer: run.answer, footnotes }]);
    expect(told).toEqual([]);
  });

  it.each([
    ['is unknown', []],
    ['was forgotten', [{ ...runOf('1'), question: undefined, answer: undefined }]],
    ['has no answer', [{ ...runOf('1'), answer: undefined }]],
    [
      'stands in another channel',
      [runOf('1', { question: questionOf('1', { channelKey: slackChannel('C2'), conversation: threadKey('9') }) })],
    ],
  ])('says that nothing is kept of one that %s', async (why, kept) => {
    const { press, shown, told } = setUp({ kept });
    await press(of, '1', why === 'stands in another channel' ? { channelKey: slackChannel('C3') } : {});
    expect(shown).toEqual([]);
    expect(told).toEqual([english.nothingKept]);
  });

  it('tells the person and the log when the store or the platform fails', async () => {
    const { press, told, failures, entries } = setUp({ kept: [runOf('1')] });
    await press(of, '1', { show: async () => Promise.reject(new FootnoteError('upstream', 'No.')) });
    expect(told).toEqual([english.pressFailed]);
    failures.find = storeDown;
    await press(of, '1');
    expect(told).toEqual([english.pressFailed, english.storeUnreachable]);
    await press(of, '1', { tell: async () => Promise.reject(new Error('No.')) });
    expect(entries.map(({ level }) => level)).toEqual(['error', 'error', 'error', 'error']);
  });
});

describe('Retry', () => {
  it.each([
    ['who asked', {}, 'U1'],
    ['who may manage messages', { userId: 'U9', mayModerate: async () => true }, 'U9'],
  ])('has a stopped answer written again for the one %s, who asks by that', async (_, changes, asker) => {
    const { press, retried, retries, told } = setUp({ kept: [stoppedRun('1')] });
    const pressed = press('retry', '1', changes);
    await expect.poll(() => retries.length).toBe(1);
    retries[0]?.();
    await pressed;
    expect(retried).toEqual([`1 for ${asker}, retry`]);
    expect(told).toEqual([]);
  });

  it('asks nobody for a stranger, who is told why', async () => {
    const { press, retried, told } = setUp({ kept: [stoppedRun('1'), runOf('2', { reworded: ' in other words' })] });
    await press('retry', '1', stranger);
    await press('reword', '2', stranger);
    expect(retried).toEqual([]);
    expect(told).toEqual([english.mayNotAskAgain, english.mayNotAskAgain]);
  });

  it('tells the one who pressed why it is refused', async () => {
    const { press, retries, told } = setUp({ kept: [stoppedRun('1')], refuses: 'Too many are open.' });
    const pressed = press('retry', '1');
    await expect.poll(() => retries.length).toBe(1);
    retries[0]?.();
    await pressed;
    expect(told).toEqual(['Too many are open.']);
  });

  it('pressed twice at once retries once', async () => {
    const { press, retried, retries, told } = setUp({ kept: [stoppedRun('1'), stoppedRun('2')] });
    const both = [press('retry', '1'), press('retry', '1', stranger), press('retry', '2')];
    await expect.poll(() => retries.length).toBe(2);
    for (const done of retries) done();
    await Promise.all(both);
    expect(retried).toEqual(['1 for U1, retry', '2 for U1, retry']);
    expect(told).toEqual([english.nothingToRetry]);
  });

  it('does nothing while the question is being answered, after a complete answer, and where nothing is kept', async () => {
    const working = runOf('1', { state: 'asked', answer: startAnswer(research, 0) });
    const { press, retried, told } = setUp({ running: ['1'], kept: [working, runOf('2')] });
    await press('retry', '1');
    await press('retry', '2');
    await press('retry', '3');
    expect(retried).toEqual([]);
    expect(told).toEqual([english.nothingToRetry, english.nothingToRetry, english.nothingKept]);
  });

  it('waits for the end of an answer that shows it already', async () => {
    const { press, retried, retries, end } = setUp({ running: ['1'], kept: [stoppedRun('1')] });
    const pressed = press('retry', '1');
    await new Promise((resolve) => setImmediate(resolve));
    expect(retried).toEqual([]);
    end();
    await expect.poll(() => retries.length).toBe(1);
    retries[0]?.();
    await pressed;
    expect(retried).toEqual(['1 for U1, retry']);
  });

  it('can be pressed again after it could not be done', async () => {
    const { press, retried, retries, failures, told } = setUp({ kept: [stoppedRun('1')] });
    failures.find = storeDown;
    await press('retry', '1');
    expect(told).toEqual([english.storeUnreachable]);
    delete failures.find;
    const pressed = press('retry', '1');
    await expect.poll(() => retries.length).toBe(1);
    retries[0]?.();
    await pressed;
    expect(retried).toEqual(['1 for U1, retry']);
  });
});

describe('the new wording', () => {
  it('is asked though the answer to the old one is complete', async () => {
    const { press, retried, retries, told } = setUp({ kept: [runOf('1', { reworded: ' in other words' })] });
    const pressed = press('reword', '1');
    await expect.poll(() => retries.length).toBe(1);
    retries[0]?.();
    await pressed;
    expect(retried).toEqual(['1 in other words for U1, reworded']);
    expect(told).toEqual([]);
  });

  it('is not asked where there is none any more, where it is no question, and while the question is answered', async () => {
    const working = runOf('3', { state: 'asked', answer: startAnswer(research, 0), reworded: 'other words' });
    const kept = [runOf('1'), runOf('2', { reworded: 'no question' }), working];
    const { press, retried, told } = setUp({ running: ['3'], kept });
    for (const id of ['1', '2', '3', '4']) await press('reword', id);
    expect(retried).toEqual([]);
    const { nothingToReword, nothingKept } = english;
    expect(told).toEqual([nothingToReword, nothingToReword, nothingToReword, nothingKept]);
  });

  it('waits until an edit that came before it was followed', async () => {
    const { press, perQuestion, retried, retries } = setUp({ kept: [runOf('1', { reworded: ' in other words' })] });
    const pass = await perQuestion.take('1');
    const pressed = press('reword', '1');
    await new Promise((resolve) => setImmediate(resolve));
    expect(retried).toEqual([]);
    pass();
    await expect.poll(() => retries.length).toBe(1);
    retries[0]?.();
    await pressed;
  });
});
