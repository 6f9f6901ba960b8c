import { describe, expect, it } from 'vitest';
import { createDiscordRender } from '../../../src/adapters/discord/render/render.ts';
import { createSlackRender } from '../../../src/adapters/slack/render/render.ts';
import { type Answer, startAnswer } from '../../../src/core/answer/answer.ts';
import { controls } from '../../../src/core/answer/control.ts';
import { noFootnotes } from '../../../src/core/answer/footnotes.ts';
import type { ButtonOptions } from '../../../src/render/view/buttons.ts';
import { research } from '../../core/known-agents.ts';
import { english } from '../../words/english.ts';
import { answerOf, pages, workingAnswer } from '../gate/documents.ts';

const options = { words: english, links: 'sources', maxMessages: 4 } as const;
// The longest that the platforms' ids can make: Discord's have at most 20 digits.
const snowflake = '18446744073709551615';
const longestId = `discord:${snowflake}:${snowflake}:interaction:${snowflake}`;
const all: ButtonOptions = { questionId: longestId, offered: controls };

const discordParts = (answer: Answer, buttons = all, filesAllowed = false) =>
  createDiscordRender(options, buttons)(answer, noFootnotes, filesAllowed).parts;
const slackParts = (answer: Answer, buttons = all, filesAllowed = false) =>
  createSlackRender(options, buttons)(answer, noFootnotes, filesAllowed).parts;

/** The words on the buttons of each message. */
const labels = {
  Discord: (...of: Parameters<typeof discordParts>) =>
    discordParts(...of).map(({ components }) => components.flatMap((row) => row.components.map(({ label }) => label))),
  Slack: (...of: Parameters<typeof slackParts>) =>
    slackParts(...of).map(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'actions' ? block.elements.map(({ text }) => text.text) : [])),
    ),
} as const;
const platforms = ['Discord', 'Slack'] as const;

const step = { id: '1', kind: 'thought', state: 'done', text: 'Hm', pages: [] } as const;
const states: readonly (readonly [string, Answer, readonly string[]])[] = [
  ['waits', startAnswer(research, 0, { for: 'turn', ahead: 2 }), ['Stop']],
  ['begins', startAnswer(research, 0), ['Stop']],
  ['is being written', workingAnswer('The sky', pages), ['Stop']],
  ['is complete', { ...answerOf('Blue.', pages), steps: [step] }, ['Sources', 'Steps']],
  ['is complete and has nothing behind it', answerOf('Blue.'), []],
  ['is incomplete', { ...answerOf('Blue.'), state: 'incomplete' }, ['Retry']],
  ['was stopped', { ...answerOf('', pages), state: 'stopped', steps: [step] }, ['Retry', 'Sources', 'Steps']],
  ['failed', { ...answerOf(''), state: 'failed', failure: { kind: 'timeout' } }, ['Retry']],
  ['failed for good', { ...answerOf(''), state: 'failed', failure: { kind: 'auth' } }, []],
];

describe.each(platforms)('the buttons on %s', (platform) => {
  it.each(states)('of an answer that %s', (_, answer, wanted) => {
    expect(labels[platform](answer)).toEqual([wanted]);
  });

  it('stand under the last message alone', () => {
    const long = Array.from({ length: 60 }, (_, n) => `Paragraph ${n}. ${'Many words. '.repeat(60)}`).join('\n\n');
    for (const filesAllowed of [false, true]) {
      const shown = labels[platform](workingAnswer(long), all, filesAllowed);
      expect(shown.length).toBeGreaterThan(3);
      expect(shown.slice(0, -1).flat()).toEqual([]);
      expect(shown.at(-1)).toEqual(['Stop']);
    }
  });

  it('are those that are offered where it stands', () => {
    const stopped: Answer = { ...answerOf('Blue.', pages), state: 'stopped' };
    expect(labels[platform](stopped, { ...all, offered: ['stop', 'sources'] })).toEqual([['Sources']]);
    expect(labels[platform](stopped, { ...all, offered: [] })).toEqual([[]]);
  });

  it('are left out rather than refused when an id is longer than any', () => {
    const questionId = 'x'.repeat(2001);
    expect(labels[platform](startAnswer(research, 0), { ...all, questionId })).toEqual([[]]);
  });
});

it('a message with other buttons looks different, one with the same looks the same', () => {
  const working = workingAnswer('The sky');
  for (const parts of [discordParts, slackParts]) {
    const print = (answer: Answer, buttons = all) => parts(answer, buttons).map(({ fingerprint }) => fingerprint);
    expect(print(working)).toEqual(print({ ...working }));
    expect(print(working)).not.toEqual(print(working, { ...all, offered: [] }));
    expect(print(working)).not.toEqual(print(working, { ...all, questionId: 'another' }));
  }
});
