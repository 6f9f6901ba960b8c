import { describe, expect, it } from 'vitest';
import { drawCurves } from '../../bench/svg.ts';

describe('the picture of the benchmark', () => {
  const picture = drawCurves(
    [
      {
        platform: 'slack',
        name: 'agent',
        points: [
          { atMs: 0, chars: 0 },
          { atMs: 1000, chars: 100 },
        ],
      },
      { platform: 'slack', name: 'Footnote', points: [{ atMs: 500, chars: 50 }] },
      { platform: 'discord', name: 'chat', points: [] },
    ],
    'Text <over> time',
  );

  it('draws the agent as a slope and the others as steps that go on to the end', () => {
    expect(picture).toContain('class="line c0" d="M62 354L62 354L622 54"');
    expect(picture).toContain('class="line c1" d="M62 354H342V204H622"');
  });

  it('names only who is in it, and escapes what it is given', () => {
    expect(picture).toContain('>Footnote</text>');
    expect(picture).not.toContain('Bolt');
    expect(picture).toContain('Text &lt;over>');
  });

  it('has words that can be read on a dark page', () => {
    expect(picture).toContain('prefers-color-scheme: dark');
  });
});
