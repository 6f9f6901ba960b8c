import { describe, expect, it } from 'vitest';
import { createDiscordDetails, createDiscordRender } from '../../src/adapters/discord/render/render.ts';
import { createSlackDetails, createSlackRender } from '../../src/adapters/slack/render/render.ts';
import { startAnswer } from '../../src/core/answer/answer.ts';
import { controls } from '../../src/core/answer/control.ts';
import { noFootnotes } from '../../src/core/answer/footnotes.ts';
import { english } from '../../src/words/en/index.ts';
import { wordsFor } from '../../src/words/index.ts';
import { testWords } from '../contract/words.ts';
import { knownAgents, reigent, research } from '../core/known-agents.ts';
import { answerOf, pages } from '../render/gate/documents.ts';
import { toy } from './toy.ts';

testWords('English', english);
testWords('a toy language', toy);

describe('English', () => {
  const words = english(knownAgents);

  it.each([
    [1, /\b1 (?:question|page|search|conversation)\b/],
    [2, /\b2 (?:questions|pages|searches|conversations)\b/],
  ])('counts %d as people do', (n, counted) => {
    const { status, sources, details } = words;
    for (const text of [
      status.waiting({ for: 'agent', perMinute: n }, research),
      status.waiting({ for: 'person', running: n }, research),
      status.footer(research, { tookMs: 0, searches: n, pages: 0 }),
      status.footer(research, { tookMs: 0, searches: 0, pages: n }),
      words.tooMany({ by: 'person', open: n }),
      words.forgottenInChannel(n),
      details.pagesFound(n),
      sources.andMorePages(n).replace('more ', ''),
    ])
      expect(text).toMatch(counted);
  });

  it('explains itself as it always has', () => {
    const setUp = [{ name: research }, { name: reigent, profile: { name: 'Rei`', model: 'rei-1', format: 'text' } }];
    expect(words.help(setUp).split('\n')).toEqual([
      'Ask me anything that the web may know, and I answer with footnotes that lead to the pages.',
      '',
      '• `/research What changed in the EU AI Act this year?` asks Reka Research.',
      '• `/reigent How does staking on Ethereum work?` asks the Reigent.',
      '• Options stand in front of the question: `/research depth:deep only:europa.eu,gov.uk near:Berlin,DE searches:5 …`; also `except:`, `no-web` and `template:`.',
      '• Mention me with a question, or send me a direct message.',
      '• Go on in the thread: I remember what was said there for 30 days.',
      '• `forget` in a thread removes what I remember of it; in a channel, every conversation there that you began.',
      '',
      'Who answers: Reka Research; Reigent, `Rei`, model `rei-1`, answers in `text`.',
      'A Reigent learns from everyone who talks to it, from every question, and cannot forget anything.',
    ]);
    expect(words.help([{ name: reigent }])).toContain('`/reigent How does staking on Ethereum work?`');
    expect(words.help([{ name: reigent }])).not.toContain('Options');
    expect(words.forgotten(true, [research, reigent])).toBe(
      'Forgotten: I remember nothing of this conversation any more. The messages stay until you delete them. What a Reigent was asked here, it has learned and cannot forget.',
    );
    expect(words.wrongOption({ kind: 'not-for-agent', agent: reigent })).toBe(
      'Options are for Reka Research only. Ask the Reigent without them. Nothing was asked.',
    );
    expect(words.notices.failed({ kind: 'input', hint: 'agent-not-found' }, reigent, false)).toBe(
      '⚠️ The Reigent was not found: its secret is wrong, or its service has moved. Please tell whoever runs this bot.',
    );
    expect(words.status.step('tool', 'research', 0)).toBe('🔎 Using Reka Research');
  });
});

describe('the words for a language tag', () => {
  const among = new Map([
    ['en', english],
    ['toy', toy],
    ['toy-gb', english],
  ]);

  it.each([
    ['toy', 'Hop.'],
    ['TOY_XY', 'Hop.'],
    ['toy-GB', 'This answer has ended already.'],
    ['en-GB', 'This answer has ended already.'],
    ['tlh', 'This answer has ended already.'],
    ['', 'This answer has ended already.'],
    ['constructor', 'This answer has ended already.'],
  ])('%j are those of the tag, else of its language, else English', (locale, words) => {
    expect(wordsFor(locale, knownAgents, among).alreadyEnded).toBe(words);
  });

  it('are English ones while the bot speaks nothing else', () => {
    expect(wordsFor('de-CH', knownAgents).alreadyEnded).toBe(wordsFor('en', knownAgents).alreadyEnded);
  });
});

describe('another language is one catalogue more', () => {
  const words = wordsFor('toy', knownAgents, new Map([['toy', toy]]));
  const options = { words, links: 'sources', maxMessages: 4 } as const;
  const buttons = { questionId: '1', offered: controls };
  const answers = [
    startAnswer(research, 0),
    startAnswer(research, 0, { for: 'turn', ahead: 2 }),
    { ...answerOf('', pages), state: 'stopped' },
    { ...answerOf('', pages), state: 'failed', failure: { kind: 'timeout' } },
    { ...answerOf('', pages), notices: ['cut-off'], data: { template: 'x', value: { a: true, b: null } } },
  ] as const;

  it.each([
    ['Discord', createDiscordRender(options, buttons), createDiscordDetails(words)],
    ['Slack', createSlackRender(options, buttons), createSlackDetails(words)],
  ] as const)('in which all of an answer is shown on %s', (_, render, renderDetails) => {
    const shown = answers.map((answer) => JSON.stringify(render(answer, noFootnotes).parts));
    expect(shown[0]).toContain('🎈 Bip…');
    expect(shown[1]).toContain('🎈 turn 2');
    expect(shown[2]).toContain('🎈 Hop nu.');
    expect(shown[3]).toContain('🎈 Reka Research: timeout.');
    expect(shown[4]).toMatch(/sip.*○.*🎈 cut.*off/);
    for (const json of shown) expect(json).toContain('Bip ');
    const details = { of: 'sources', answer: answerOf('', pages), footnotes: noFootnotes } as const;
    expect(JSON.stringify(renderDetails(details))).toContain('Fon bip');
    expect(JSON.stringify([shown, renderDetails(details)])).not.toMatch(/Sources|Also consulted|Stop"|Retry|Waiting/);
  });
});
