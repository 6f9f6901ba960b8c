import { describe, expect, it } from 'vitest';
import { applyEvent, startAnswer } from '../../../src/core/answer/answer.ts';
import { statusOf } from '../../../src/render/view/status.ts';
import { research } from '../../core/known-agents.ts';
import { english } from '../../words/english.ts';

describe('the line of an answer that comes whole', () => {
  const after = (elapsedMs: number) => applyEvent(startAnswer(research, 0), { type: 'waiting', elapsedMs });

  it.each([
    [0, 'Thinking in parallel…'],
    [10_000, 'Thinking in parallel… 10 s'],
    [80_000, 'Thinking in parallel… 1 min 20 s'],
  ])('says after %d ms: %s', (elapsedMs, words) => {
    expect(statusOf(after(elapsedMs), false, english)).toBe(`🧠 ${words}`);
  });

  it('gives way to what the agent did and wrote, once that is known', () => {
    const step = { id: '1', kind: 'search', query: 'x', state: 'done', pages: [] } as const;
    const answer = applyEvent(after(80_000), { type: 'step', step });
    expect(statusOf(answer, false, english)).toBe('🔎 Searching: x');
    expect(statusOf(answer, true, english)).toBe('✍️ Writing…');
  });
});
