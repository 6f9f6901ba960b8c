import { describe, expect, it } from 'vitest';
import { type Answer, startAnswer } from '../../../src/core/answer/answer.ts';
import type { Policy } from '../../../src/core/asking/policy.ts';
import { FootnoteError } from '../../../src/core/errors.ts';
import type { Run } from '../../../src/core/ports/stores.ts';
import { prepareRecovery } from '../../../src/core/upkeep/recovery.ts';
import { english } from '../../words/english.ts';
import { createFakeReply, questionOf, renderText, threadKey } from '../fakes.ts';
import { reigent, research } from '../known-agents.ts';
import { createStage } from '../stage.ts';

const address = { platform: 'slack', channel: 'C1', messages: [] } as const;
const noted = (text: string, changes: Partial<Answer> = {}): Answer => ({
  ...startAnswer(research, 0),
  text,
  citations: [{ url: 'https://a.example' }],
  ...changes,
});

/** What an earlier process left, and what becomes of it. */
async function afterCrash(
  left: readonly Partial<Run>[],
  {
    reask = false,
    reopens = true,
    noteFails = false,
    busyLine = false,
    acceptedMeanwhile = [] as readonly Pick<Run, 'id' | 'said' | 'acceptedAt'>[],
    policies = [] as readonly Policy[],
    onResume = () => {},
  } = {},
) {
  const reply = createFakeReply();
  const place = { reply: reply.reply, render: renderText };
  const stage = createStage({
    reask,
    policies,
    running: { person: 1 },
    adapter: {
      restore: (said) =>
        said === 'nonsense' || said === ''
          ? undefined
          : stage.incoming(said, '', {
              said,
              line: 'one',
              resume() {
                onResume();
                return place;
              },
            }),
      resume: () => (reopens ? place : undefined),
    },
  });
  const { clock, ledger, recorded, perLine } = stage;
  if (noteFails) recorded.failures.change = new FootnoteError('storage', 'Locked.');
  for (const [index, run] of left.entries()) {
    const id = String(index + 1);
    recorded.runs.set(id, { id, platform: 'slack', state: 'accepted', said: `said ${id}`, acceptedAt: index, ...run });
  }
  const takenUp: string[] = [];
  const takeUp = await prepareRecovery({
    ...stage.recovering,
    reception: { takeUp: async ({ said }) => void takenUp.push(said) },
  });
  for (const run of acceptedMeanwhile) await ledger.accept({ platform: 'slack', ...run });
  const pass = busyLine ? await perLine.take('one') : undefined;
  await takeUp();
  await clock.advance(10_000);
  return { ...stage, pass, takenUp, visible: reply.visible, recorded: recorded.runs };
}

const opened: Partial<Run> = { state: 'opened', question: questionOf('1'), address };
const asked: Partial<Run> = { ...opened, state: 'asked' };

describe('after a crash', () => {
  it('something that was only accepted is taken up from its beginning', async () => {
    const { takenUp, calls } = await afterCrash([{}, {}]);
    expect(takenUp).toEqual(['said 1', 'said 2']);
    expect(calls()).toEqual([]);
  });

  it('what is said while the bot starts is not taken for something left from before', async () => {
    const { takenUp } = await afterCrash([{}], {
      acceptedMeanwhile: [{ id: '2', said: 'said 2', acceptedAt: 2 }],
    });
    expect(takenUp).toEqual(['said 1']);
  });

  it('a question that can neither be taken up nor be noted as ended keeps none of the others', async () => {
    const { takenUp } = await afterCrash([{ said: 'nonsense' }, {}], { noteFails: true });
    expect(takenUp).toEqual(['said 2']);
  });

  it('a question whose agent was never asked is asked, in the place it has', async () => {
    const { calls, visible, clock, stateOf } = await afterCrash([opened]);
    expect(calls().map(({ question }) => question.id)).toEqual(['1']);
    calls()[0]?.say({ type: 'text', text: 'Blue' }, { type: 'done', complete: true });
    calls()[0]?.end();
    await clock.advance(5000);
    expect(visible).toEqual(['Blue complete']);
    expect(stateOf('1')).toBe('ended');
  });

  it('a question that was stopped before it was asked is not asked, and says so', async () => {
    const { calls, visible, stateOf, held } = await afterCrash([
      { ...opened, answer: noted('', { state: 'stopped' }) },
    ]);
    expect([calls(), visible, stateOf('1')]).toEqual([[], ['stopped [1]'], 'ended']);
    expect(held.size).toBe(0);
  });

  it('a question to an agent that is not set up any more ends with that said', async () => {
    const { visible, stateOf } = await afterCrash([{ ...opened, question: questionOf('1', { agent: reigent }) }]);
    expect(visible).toEqual([`failed ${english.agentOff(reigent)}`]);
    expect(stateOf('1')).toBe('ended');
  });

  it('an answer that was interrupted is shown as far as it came, and nobody is asked', async () => {
    const { calls, visible, stateOf, held } = await afterCrash([{ ...asked, answer: noted('The sky is') }]);
    expect(calls()).toEqual([]);
    expect(visible).toEqual(['The sky is incomplete interrupted [1]']);
    expect(stateOf('1')).toBe('ended');
    expect(held.get(threadKey('1'))?.turns).toMatchObject([
      { questionId: '1', answer: 'The sky is', state: 'incomplete' },
    ]);
  });

  it('an answer whose question was edited meanwhile offers the new wording', async () => {
    const { visible } = await afterCrash([{ ...asked, answer: noted('The sky is'), reworded: 'said 1, edited' }]);
    expect(visible).toEqual(['The sky is incomplete interrupted reworded [1]']);
  });

  it('an answer of which nothing had arrived says that it was interrupted', async () => {
    const { visible } = await afterCrash([asked]);
    expect(visible).toEqual(['incomplete interrupted']);
  });

  it.each([
    { state: 'complete' },
    { state: 'stopped' },
    { state: 'failed', failure: { kind: 'upstream' } },
    { state: 'incomplete', notices: ['interrupted'] },
  ] as const)('an answer that ended $state before took no longer because of the crash', async (end) => {
    const { recorded } = await afterCrash([{ ...asked, answer: noted('The sky is blue.', { ...end, endedAt: 3000 }) }]);
    expect(recorded.get('1')).toMatchObject({ state: 'ended', answer: { ...end, endedAt: 3000 } });
  });

  it('an answer that had only to be shown is shown whole', async () => {
    const { visible } = await afterCrash([
      { ...asked, answer: noted('The sky is blue.', { state: 'complete', endedAt: 1 }) },
    ]);
    expect(visible).toEqual(['The sky is blue. complete [1]']);
  });

  it('an answer that had only to be shown has its messages noted, however many more it takes', async () => {
    const { visible, recorded } = await afterCrash([
      { ...asked, answer: noted('The sky|is blue.', { state: 'complete', endedAt: 1 }) },
    ]);
    expect(visible).toHaveLength(2);
    expect(recorded.get('1')?.address?.messages).toEqual(['m0', 'm1']);
  });

  it('an answer that had failed says why', async () => {
    const failure = { kind: 'timeout' } as const;
    const { visible } = await afterCrash([{ ...asked, answer: noted('', { state: 'failed', failure, endedAt: 1 }) }]);
    expect(visible).toEqual(['failed timeout [1]']);
  });

  it('an interrupted question is asked once more where the operator wants that, and not a third time', async () => {
    const once = await afterCrash([{ ...asked, answer: noted('The') }], { reask: true });
    expect([once.calls().length, once.stateOf('1')]).toEqual([1, 'asked-again']);
    const twice = await afterCrash([{ ...asked, state: 'asked-again', answer: noted('The') }], { reask: true });
    expect([twice.calls().length, twice.visible]).toEqual([0, ['The incomplete interrupted [1]']]);
  });

  it('a question that has its place waits for one before it that is still to get it', async () => {
    const { calls, clock, pass } = await afterCrash([opened], { busyLine: true });
    expect(calls()).toEqual([]);
    pass?.();
    await clock.advance(0);
    expect(calls().map(({ question }) => question.id)).toEqual(['1']);
  });

  it('the questions of a conversation keep their order', async () => {
    const second = { ...opened, question: questionOf('2') };
    const { calls, clock } = await afterCrash([opened, second]);
    expect(calls().map(({ question }) => question.id)).toEqual(['1']);
    calls()[0]?.say({ type: 'done', complete: true });
    calls()[0]?.end();
    await clock.advance(5000);
    expect(calls().map(({ question }) => question.id)).toEqual(['1', '2']);
  });

  it('an answer whose question was forgotten is ended in its place, and leaves nothing in the history', async () => {
    const forgotten: Partial<Run> = { state: 'asked', said: '', address };
    const { visible, stateOf, held, calls } = await afterCrash([forgotten], { reask: true });
    expect([visible, stateOf('1')]).toEqual([['incomplete interrupted'], 'ended']);
    expect([held.size, calls().length]).toEqual([0, 0]);
  });

  it('one whose place is gone as well ends without a word', async () => {
    const forgotten: Partial<Run> = { state: 'asked', said: '', address };
    const { visible, stateOf } = await afterCrash([forgotten], { reopens: false });
    expect([visible, stateOf('1')]).toEqual([[], 'ended']);
  });

  it('what cannot be read ends, and the others are taken up', async () => {
    const { takenUp, stateOf, entries } = await afterCrash([{ said: 'nonsense' }, {}]);
    expect([stateOf('1'), takenUp]).toEqual(['ended', ['said 2']]);
    expect(entries.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  it('what was said on a platform that is not set up now is left for later', async () => {
    const { stateOf } = await afterCrash([{ platform: 'discord' }]);
    expect(stateOf('1')).toBe('accepted');
  });

  it('a question that may not be asked any more says why in its place, and nobody is asked', async () => {
    const policies = [() => ({ refusal: { by: 'sundays', words: 'Not on Sundays.' } })];
    const { calls, visible, stateOf, held } = await afterCrash([opened], { policies });
    expect([calls(), visible, stateOf('1')]).toEqual([[], ['failed Not on Sundays.'], 'ended']);
    expect(held.size).toBe(0);
  });

  it('a question that cannot be judged any more says so in its place, and the operator gets the cause', async () => {
    const fault = new FootnoteError('storage', 'No budgets.');
    const policies = [() => Promise.reject(fault)];
    const { calls, visible, stateOf, entries } = await afterCrash([opened], { policies });
    expect([calls(), visible, stateOf('1')]).toEqual([[], ['failed storage'], 'ended']);
    expect(entries).toContainEqual({ level: 'warn', fields: { err: fault, question: '1', agent: research } });
  });

  it('an interrupted answer that cannot be judged again is shown as far as it came', async () => {
    const policies = [() => Promise.reject(new FootnoteError('storage', 'No budgets.'))];
    const { visible } = await afterCrash([{ ...asked, answer: noted('The sky') }], { reask: true, policies });
    expect(visible).toEqual(['The sky incomplete interrupted [1]']);
  });

  it('questions whose places cannot be had any more take no room from others', async () => {
    const broken = ['1', '2', '3', '4', '5'].map((id) => ({ ...opened, question: questionOf(id) }));
    const { told, say, stateOf } = await afterCrash(broken, {
      onResume() {
        throw new FootnoteError('platform', 'Gone.');
      },
    });
    await say('6', 'One more?', { line: 'another' });
    expect([stateOf('1'), told]).toEqual(['ended', []]);
  });

  it('an interrupted answer that may not be asked again is shown as far as it came', async () => {
    const policies = [() => ({ refusal: { by: 'sundays', words: 'Not on Sundays.' } })];
    const { calls, visible } = await afterCrash([{ ...asked, answer: noted('The sky') }], { reask: true, policies });
    expect([calls(), visible]).toEqual([[], ['The sky incomplete interrupted [1]']]);
  });

  it('a ledger that cannot be read keeps nothing from starting', async () => {
    const { recovering, ledger, entries } = createStage();
    const broken = { ...ledger, takeOver: () => Promise.reject(new FootnoteError('storage', 'Gone.')) };
    const takeUp = await prepareRecovery({ ...recovering, ledger: broken });
    await takeUp();
    expect(entries.map(({ level }) => level)).toEqual(['error']);
  });
});
