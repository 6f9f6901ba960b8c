import { describe, expect, it } from 'vitest';
import { type Answer, startAnswer } from '../../../src/core/answer/answer.ts';
import { controlsOf } from '../../../src/core/answer/control.ts';
import { research } from '../known-agents.ts';

const page = { url: 'https://example.org/one' };
const thought = { id: '1', kind: 'thought', state: 'done', text: 'Hm', pages: [] } as const;
const search = { id: '2', kind: 'search', state: 'done', query: 'q', pages: [page] } as const;
const answer = (changes: Partial<Answer>): Answer => ({ ...startAnswer(research, 0), ...changes });

describe('the buttons under an answer', () => {
  it('stop it while it waits or is worked on, whatever it has by then', () => {
    expect(controlsOf(startAnswer(research, 0, { for: 'turn', ahead: 2 }))).toEqual(['stop']);
    expect(controlsOf(answer({ text: 'The sky', steps: [search], citations: [page] }))).toEqual(['stop']);
  });

  it('show what stands behind a complete one, as far as there is something', () => {
    expect(controlsOf(answer({ state: 'complete' }))).toEqual([]);
    expect(controlsOf(answer({ state: 'complete', steps: [thought] }))).toEqual(['steps']);
    expect(controlsOf(answer({ state: 'complete', steps: [search] }))).toEqual(['sources', 'steps']);
    expect(controlsOf(answer({ state: 'complete', citations: [page] }))).toEqual(['sources']);
  });

  it.each(['incomplete', 'stopped', 'failed'] as const)('ask again after one that is %s', (state) => {
    expect(controlsOf(answer({ state }))).toEqual(['retry']);
    expect(controlsOf(answer({ state, steps: [search] }))).toEqual(['retry', 'sources', 'steps']);
  });

  it.each(['rate-limited', 'timeout', 'upstream', 'protocol', 'storage', 'stopped', 'bug'] as const)(
    'ask again after a failure of the kind %s',
    (kind) => {
      expect(controlsOf(answer({ state: 'failed', failure: { kind } }))).toEqual(['retry']);
    },
  );

  it.each([
    { kind: 'auth' },
    { kind: 'config' },
    { kind: 'input' },
    { kind: 'no-credit' },
    { kind: 'upstream', hint: 'model-unavailable' },
    { kind: 'upstream', hint: 'agent-not-found' },
    { kind: 'platform', hint: 'not-shown', isFinal: true },
  ] as const)('do not ask again where the same would come of it: $kind $hint', (failure) => {
    expect(controlsOf(answer({ state: 'failed', failure, steps: [thought] }))).toEqual(['steps']);
  });

  it('offer a newer wording of the question once the answer has ended', () => {
    expect(controlsOf(answer({ state: 'working', reworded: true }))).toEqual(['stop']);
    expect(controlsOf(answer({ state: 'complete', reworded: true, steps: [thought] }))).toEqual(['reword', 'steps']);
    expect(controlsOf(answer({ state: 'stopped', reworded: true }))).toEqual(['retry', 'reword']);
  });
});
