import { describe, expect, it } from 'vitest';
import { isReached, type Row, ratioOf } from '../../bench/row.ts';
import { formatTable, formatValue } from '../../bench/table.ts';

const row: Row = {
  id: 'lag-slack',
  figure: 'Slack: lag',
  unit: 'ms',
  values: { Footnote: 600.4, chat: 1500, 'chat, edits': 'no luck' },
  goal: { kind: 'below', limit: 700 },
};

describe('the table of the benchmark', () => {
  it('shows figures, the ratio to chat, the goal, whether it is reached, and below it what failed', () => {
    expect(formatTable([row]).split('\n')).toEqual([
      '| figure     | Footnote |     chat | chat, edits | ratio |     goal | reached |',
      '| ---------- | -------: | -------: | ----------: | ----: | -------: | ------: |',
      '| Slack: lag |   600 ms | 1,500 ms |  failed (1) |  2.5x | ≤ 700 ms |     yes |',
      '',
      '1. no luck',
    ]);
  });

  it('calls a goal missed that could not be measured', () => {
    expect(isReached({ ...row, values: {} })).toBe(false);
    expect(isReached({ ...row, values: { Footnote: 701 } })).toBe(false);
    expect(isReached({ ...row, goal: undefined })).toBeUndefined();
  });

  it('compares with the better of the two ways in which chat shows text', () => {
    expect(ratioOf({ ...row, values: { Footnote: 10, chat: 50, 'chat, edits': 20 } })).toBe(2);
    expect(ratioOf({ ...row, values: { Footnote: 0, chat: 50 } })).toBeUndefined();
  });

  it('never rounds up to completeness', () => {
    expect(formatValue(99.99, '%')).toBe('99.9 %');
    expect(formatValue(100, '%')).toBe('100 %');
  });
});
