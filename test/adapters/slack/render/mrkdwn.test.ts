import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeMrkdwn } from '../../../../src/adapters/slack/render/mrkdwn.ts';

const words = fc.string({ unit: 'grapheme' });

describe('a text made inert', () => {
  it('holds no marker that Slack would act on', () => {
    expect(escapeMrkdwn('<!here> & <https://example.org|x>')).toBe('&lt;!here&gt; &amp; &lt;https://example.org|x&gt;');
    fc.assert(
      fc.property(words, (text) => {
        expect(escapeMrkdwn(text)).not.toMatch(/[<>]/);
      }),
    );
  });
});
