import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentions, mentionsAnybody, toPlainText, withoutMention } from '../../../../src/adapters/slack/inbound/text.ts';
import { escapeMrkdwn } from '../../../../src/adapters/slack/render/mrkdwn.ts';

const userId = fc.stringMatching(/^[UW][A-Z0-9]{2,10}$/);
const words = fc.string({ unit: 'grapheme' });

describe("Slack's text as plain words", () => {
  it.each([
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&amp;lt;', '&lt;'],
    ['ask <@U2> about it', 'ask @U2 about it'],
    ['ask <@U2|grace> about it', 'ask @grace about it'],
    ['as said in <#C9|general> and <#C8>', 'as said in #general and #C8'],
    ['as said in <#C9|>', 'as said in #C9'],
    ['<!here> and <!subteam^S1|@editors> and <!subteam^S2>', '@here and @editors and @S2'],
    ['on <!date^1392734382^{date}|18 Feb 2014>', 'on 18 Feb 2014'],
    ['see <https://example.com/a?b=1&amp;c=2|the page>', 'see https://example.com/a?b=1&c=2'],
    ['only:<http://europa.eu|europa.eu>,<http://gov.uk|gov.uk> why?', 'only:http://europa.eu,http://gov.uk why?'],
    ['see <https://example.com/a>', 'see https://example.com/a'],
    ['write to <mailto:ada@example.com|ada@example.com>', 'write to ada@example.com'],
    ['a < b and c > d', 'a < b and c > d'],
  ])('reads %j as %j', (text, plain) => {
    expect(toPlainText(text)).toBe(plain);
  });

  it('gives back exactly what a person typed, whatever it is', () => {
    fc.assert(
      fc.property(words, (typed) => {
        expect(toPlainText(escapeMrkdwn(typed))).toBe(typed);
      }),
    );
  });

  it('leaves none of its markers between words', () => {
    const marker = fc.oneof(
      userId.map((id) => `<@${id}>`),
      userId.map((id) => `<@${id}|ada>`),
      fc.constantFrom('<#C1|general>', '<!channel>', '<https://example.org/x|x>', '<mailto:a@example.org|a>'),
    );
    const text = fc
      .array(
        fc.oneof(
          marker,
          words.map(escapeMrkdwn).filter((s) => !s.includes('&')),
        ),
      )
      .map((p) => p.join(' '));
    fc.assert(
      fc.property(text, (said) => {
        expect(toPlainText(said)).not.toMatch(/[<>]/);
      }),
    );
  });
});

describe('the mention of the bot', () => {
  it.each([
    ['<@UBOT> why?', 'why?'],
    ['<@UBOT>why?', 'why?'],
    ['<@UBOT|footnote>: why?', 'why?'],
    ['<@UBOT>, why?', 'why?'],
    ['why, <@UBOT>, why?', 'why,, why?'],
    ['hey <@UBOT> why?', 'hey why?'],
    ['why <@UBOT>?', 'why?'],
    ['why?\n<@UBOT>', 'why?'],
    ['<@UBOT>', ''],
    ['  <@UBOT>  ', ''],
    ['<@UBOT> <@UBOT> why?', 'why?'],
    ['<@UBOT> does <@U2> know?', 'does <@U2> know?'],
  ])('is taken out of %j', (text, rest) => {
    expect(withoutMention(text, 'UBOT')).toBe(rest);
  });

  it('is gone wherever it stood, and nothing else is', () => {
    const piece = words.map((text) => escapeMrkdwn(text).trim());
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), userId, (pieces, id) => {
        const rest = withoutMention(pieces.join(` <@${id}> `), id);
        expect(mentions(rest, id)).toBe(false);
        const letters = (text: string) => text.replace(/[\s,:]+/g, '');
        expect(letters(rest)).toBe(letters(pieces.join('')));
      }),
    );
  });
});

describe('who is called on', () => {
  it('knows the mention of one user from that of another', () => {
    expect(mentions('<@U1> hello', 'U1')).toBe(true);
    expect(mentions('<@U12> hello', 'U1')).toBe(false);
    expect(mentions('U1 hello', 'U1')).toBe(false);
  });

  it('notices users, groups and everybody, but not links and dates', () => {
    expect(['<@U1>', '<!here>', '<!subteam^S1>'].map(mentionsAnybody)).toEqual([true, true, true]);
    expect(['<https://example.org>', '<#C1>', '<!date^1^{date}|x>', '@ada'].some(mentionsAnybody)).toBe(false);
  });
});
