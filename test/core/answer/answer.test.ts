import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Answer,
  type AnswerEvent,
  applyEvent,
  endAnswer,
  type Step,
  startAnswer,
  withNotice,
} from '../../../src/core/answer/answer.ts';
import { research } from '../known-agents.ts';

const fold = (...events: AnswerEvent[]): Answer => events.reduce(applyEvent, startAnswer(research, 1));
const search = (id: string, state: Step['state']): Step => ({ kind: 'search', id, state, query: 'sky', pages: [] });

describe('an answer', () => {
  it('has all the text that came, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (texts) => {
        expect(fold(...texts.map((text) => ({ type: 'text' as const, text }))).text).toBe(texts.join(''));
      }),
    );
  });

  it('begins its text anew where the agent says so', () => {
    const events: AnswerEvent[] = [
      { type: 'text', text: 'draft' },
      { type: 'text', text: 'final', replace: true },
      { type: 'text', text: ' word' },
    ];
    expect(fold(...events).text).toBe('final word');
  });

  it('in the form of a template has its JSON as its text', () => {
    const data = { template: 'timeline', value: { events: [] } };
    expect(fold({ type: 'data', data })).toMatchObject({ data, text: '{"events":[]}' });
  });

  it('has each step once, in order of first appearance, as last reported', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ id: fc.constantFrom('a', 'b', 'c'), state: fc.constantFrom<Step['state'][]>('running', 'done') }),
        ),
        (reports) => {
          const { steps } = fold(
            ...reports.map(({ id, state }) => ({ type: 'step' as const, step: search(id, state) })),
          );
          expect(steps.map(({ id }) => id)).toEqual([...new Set(reports.map(({ id }) => id))]);
          for (const { id, state } of steps) expect(state).toBe(reports.findLast((report) => report.id === id)?.state);
        },
      ),
    );
  });

  it('collects citations and keeps the last usage', () => {
    const answer = fold(
      { type: 'citations', citations: [{ url: 'https://example.org/a' }] },
      { type: 'usage', usage: { promptTokens: 1 } },
      { type: 'citations', citations: [{ url: 'https://example.org/b' }] },
      { type: 'usage', usage: { promptTokens: 2, completionTokens: 3 } },
    );
    expect(answer.citations.map(({ url }) => url)).toEqual(['https://example.org/a', 'https://example.org/b']);
    expect(answer.usage).toEqual({ promptTokens: 2, completionTokens: 3 });
  });

  it('knows which agent it is that answers, and what people must know', () => {
    const profile = { name: 'Ada', model: 'x', format: 'text' };
    const leftOut: AnswerEvent = { type: 'notice', notice: 'left-out' };
    expect(fold({ type: 'profile', profile }, leftOut, leftOut)).toMatchObject({
      profile,
      notices: ['left-out'],
      state: 'working',
    });
  });

  it('is complete or incomplete as the agent says', () => {
    expect(endAnswer(fold({ type: 'done', complete: true }), 9)).toMatchObject({
      state: 'complete',
      notices: [],
      endedAt: 9,
    });
    expect(endAnswer(fold({ type: 'done', complete: false, notice: 'reasoning-only' }), 9)).toMatchObject({
      state: 'incomplete',
      notices: ['reasoning-only'],
      endedAt: 9,
    });
  });

  it('is incomplete and says so when its events ended without a word', () => {
    expect(endAnswer(fold({ type: 'text', text: 'The sky' }), 9)).toMatchObject({
      state: 'incomplete',
      text: 'The sky',
      notices: ['cut-off'],
      endedAt: 9,
    });
  });

  it('shows a notice once, however often it is added', () => {
    const answer = withNotice(withNotice(fold(), 'cut-off'), 'not-remembered');
    expect(withNotice(answer, 'cut-off').notices).toEqual(['cut-off', 'not-remembered']);
  });

  it('is not changed by what follows from it', () => {
    const before = fold({ type: 'step', step: search('a', 'running') });
    const copy = structuredClone(before);
    applyEvent(before, { type: 'step', step: search('a', 'done') });
    applyEvent(before, { type: 'citations', citations: [{ url: 'https://example.org' }] });
    withNotice(before, 'cut-off');
    endAnswer(before, 9);
    expect(before).toEqual(copy);
  });
});
