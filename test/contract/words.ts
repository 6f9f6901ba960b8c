import { describe, expect, it } from 'vitest';
import type { Notice, Step, Wait } from '../../src/core/answer/answer.ts';
import { controls } from '../../src/core/answer/control.ts';
import type { ErrorHint, ErrorKind } from '../../src/core/errors.ts';
import type { AgentInfo } from '../../src/core/ports/agent.ts';
import type { FullPlace } from '../../src/core/ports/phrases.ts';
import { type OptionProblem, optionNames } from '../../src/core/question/parse-options.ts';
import { parseAgentName } from '../../src/core/question/question.ts';
import type { Catalogue, Words } from '../../src/words/words.ts';

const scholar: AgentInfo = {
  name: parseAgentName('scholar'),
  label: 'Wise Scholar',
  oneOfMany: false,
  prefix: 'scholar',
  command: 'ask-scholar',
  options: optionNames,
  learns: false,
};
const parrot: AgentInfo = {
  name: parseAgentName('parrot'),
  label: 'Loud Parrot',
  oneOfMany: true,
  prefix: 'parrot',
  command: 'ask-parrot',
  options: [],
  learns: true,
};
const stranger = parseAgentName('stranger');
const names = [scholar.name, parrot.name, stranger];

const amounts = [0, 1, 2];
const durations = [0, 1000, 61_000, 120_000];
const kinds: readonly Step['kind'][] = ['thought', 'search', 'read', 'tool'];
const lists = ['steps', 'sources'] as const;
const notices: readonly Notice[] = [
  'cut-off',
  'interrupted',
  'reasoning-only',
  'not-remembered',
  'not-structured',
  'not-all-shown',
  'tool-limit',
  'left-out',
];
const errors: readonly ErrorKind[] = [
  'config',
  'input',
  'auth',
  'rate-limited',
  'no-credit',
  'timeout',
  'upstream',
  'protocol',
  'platform',
  'storage',
  'stopped',
  'bug',
];
const hints: readonly (ErrorHint | undefined)[] = [
  undefined,
  'model-unavailable',
  'agent-not-found',
  'api-moved',
  'waited-too-long',
  'not-shown',
];
const scopes = ['person', 'channel', 'workspace', 'process'] as const;
const waits: readonly Wait[] = amounts.flatMap((n): readonly Wait[] => [
  { for: 'turn', ahead: n },
  { for: 'agent', perMinute: n },
  ...scopes.map((scope) => ({ for: scope, running: n })),
]);
const refusals: readonly FullPlace[] = (['conversation', ...scopes] as const).flatMap((by) =>
  amounts.map((open) => ({ by, open })),
);
const problems: readonly OptionProblem[] = [
  { kind: 'depth', value: 'deeper' },
  { kind: 'domain', option: 'only', value: '' },
  { kind: 'too-many-domains', option: 'except' },
  { kind: 'place', value: 'New' },
  { kind: 'country', value: 'UK' },
  { kind: 'time-zone', value: 'Europe/Bonn' },
  { kind: 'searches', value: '0' },
  { kind: 'template', value: 'x', names: [] },
  { kind: 'template', value: 'x', names: ['a', 'b'] },
  { kind: 'twice', option: 'near' },
  { kind: 'only-and-except' },
  { kind: 'no-web-and', option: 'near' },
  { kind: 'not-for-agent', agent: parrot.name },
  { kind: 'no-question' },
];
const profile = { name: 'Polly', model: 'parrot-1', format: 'text' };
const answering = [{ name: scholar.name }, { name: parrot.name, profile }, { name: stranger }];

/** Everything that can be said with an argument, by the name of what says it. */
const said: Readonly<Record<string, (words: Words) => readonly string[]>> = {
  help: (words) => [words.help(answering), words.help([])],
  agentOff: (words) => names.map((name) => words.agentOff(name)),
  wrongOption: (words) => problems.map((problem) => words.wrongOption(problem)),
  tooMany: (words) => refusals.map((refusal) => words.tooMany(refusal)),
  forgotten: (words) => [words.forgotten(true, names), words.forgotten(false, names), words.forgotten(true, [])],
  forgottenInChannel: (words) => amounts.map((n) => words.forgottenInChannel(n)),
  controlLabel: (words) => controls.map((control) => words.controlLabel(control)),
  'status.waiting': ({ status }) => waits.flatMap((wait) => names.map((name) => status.waiting(wait, name))),
  'status.thinkingInParallel': ({ status }) => durations.map((ms) => status.thinkingInParallel(ms)),
  'status.step': ({ status }) => kinds.flatMap((kind) => amounts.map((n) => status.step(kind, 'this', n))),
  'status.footer': ({ status }) =>
    names.flatMap((name) =>
      amounts.flatMap((n) => [
        status.footer(name, { tookMs: 1000, searches: n, pages: n }),
        status.footer(name, { tookMs: 1000, searches: n, pages: n }, profile),
      ]),
    ),
  'notices.notice': (words) => notices.map((kind) => words.notices.notice(kind)),
  'notices.stopped': (words) => [words.notices.stopped(true), words.notices.stopped(false)],
  'notices.failed': (words) =>
    errors.flatMap((kind) =>
      hints.flatMap((hint) =>
        [undefined, 5000].map((retryAfterMs) =>
          words.notices.failed({ kind, hint, retryAfterMs }, parrot.name, kind === 'upstream'),
        ),
      ),
    ),
  'sources.andMorePages': ({ sources }) => amounts.map((n) => sources.andMorePages(n)),
  'messages.continued': ({ messages }) => [2, 3].map((n) => messages.continued(n)),
  'messages.restInFile': ({ messages }) => [true, false].map((working) => messages.restInFile(working, 'a.md')),
  'data.yesOrNo': ({ data }) => [true, false].map((value) => data.yesOrNo(value)),
  'details.heading': ({ details }) => lists.map((of) => details.heading(of)),
  'details.nothingToList': ({ details }) => lists.map((of) => details.nothingToList(of)),
  'details.stepTaken': ({ details }) => kinds.map((kind) => details.stepTaken(kind, 'this')),
  'details.pagesFound': ({ details }) => amounts.map((n) => details.pagesFound(n)),
  'details.stepFailed': ({ details }) => [undefined, '', 'No.'].map((error) => details.stepFailed(error)),
  'details.quoted': ({ details }) => [details.quoted('this')],
  'details.andMore': ({ details }) => amounts.map((n) => details.andMore(n)),
  'commands.ask': ({ commands }) => names.map((name) => commands.ask(name)),
  'places.asked': ({ places }) => [places.asked('Ada', 'Why?')],
};

/** What is said with how many of something. */
const counted: Readonly<Record<string, (words: Words, n: number) => string>> = {
  'the answers before it': ({ status }, n) => status.waiting({ for: 'turn', ahead: n }, scholar.name),
  'its rate': ({ status }, n) => status.waiting({ for: 'agent', perMinute: n }, scholar.name),
  'running questions': ({ status }, n) => status.waiting({ for: 'person', running: n }, scholar.name),
  'open questions': (words, n) => words.tooMany({ by: 'channel', open: n }),
  'pages that are read': ({ status }, n) => status.step('read', 'this', n),
  'searches in the footer': ({ status }, n) => status.footer(scholar.name, { tookMs: 5000, searches: n, pages: 0 }),
  'more pages': ({ sources }, n) => sources.andMorePages(n),
  'pages that were found': ({ details }, n) => details.pagesFound(n),
  'more entries': ({ details }, n) => details.andMore(n),
  'forgotten conversations': (words, n) => words.forgottenInChannel(n),
};

/** What any catalogue of words keeps to. */
export function testWords(language: string, catalogue: Catalogue): void {
  const words = catalogue([scholar, parrot]);
  const all = [...fixedTexts(words), ...Object.values(said).flatMap((say) => say(words))];

  describe(`the words of ${language}`, () => {
    it('have something to say whatever it is about', () => {
      expect(functionNames(words).toSorted()).toEqual(Object.keys(said).toSorted());
      for (const text of all) expect(text.trim()).toMatch(/\S/);
    });

    it('never say what is not known', () => {
      for (const text of all) expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    });

    it('ping nobody', () => {
      for (const text of all) expect(text).not.toMatch(/@|<[#!]/);
    });

    it.each(Object.entries(counted))('tell none, one and many apart: %s', (_, say) => {
      const [none = '', one, two] = amounts.map((n) => say(words, n));
      expect(none.trim()).not.toBe('');
      expect(two).toContain('2');
      expect(one).not.toContain('2');
    });

    it('name an agent that is known by its label, and another by its name', () => {
      for (const say of [words.agentOff, words.commands.ask]) {
        expect(say(parrot.name)).toContain('Loud Parrot');
        expect(say(stranger)).toContain('stranger');
      }
    });

    it('list in the help what each agent that is set up is asked with', () => {
      expect(words.help(answering)).toContain('`/ask-scholar ');
      expect(words.help(answering)).toContain('`/ask-parrot ');
      expect(words.help([{ name: parrot.name }])).not.toContain('ask-scholar');
      expect(words.help([{ name: parrot.name, profile }])).toContain('`Polly`');
    });

    it('say of an agent that learns that it cannot forget, and of no other', () => {
      const { forgotten } = words;
      expect(forgotten(true, [parrot.name])).not.toBe(forgotten(true, []));
      expect(forgotten(true, [scholar.name])).toBe(forgotten(true, []));
      expect(forgotten(false, [parrot.name])).toBe(forgotten(false, []));
    });

    it('fit buttons, which take 75 characters, and descriptions of commands, which take 100', () => {
      for (const control of controls) expect(words.controlLabel(control).length).toBeLessThanOrEqual(75);
      const { ask, help, question, options } = words.commands;
      const descriptions = [...names.map((name) => ask(name)), help, question, ...Object.values(options)];
      for (const description of descriptions) expect(description.length).toBeLessThanOrEqual(100);
    });

    it('name files with letters and digits', () => {
      expect(words.messages.fileName).toMatch(/^[\p{L}\p{N}_-]+$/u);
    });
  });
}

/** The texts of a catalogue that stand for themselves. */
function fixedTexts(words: object): readonly string[] {
  return Object.values(words).flatMap((value) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? fixedTexts(value) : [],
  );
}

/** The names of what says something with an argument, with those of their groups. */
function functionNames(words: object): readonly string[] {
  return Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'function'
      ? [name]
      : typeof value === 'object' && value !== null
        ? functionNames(value).map((inner) => `${name}.${inner}`)
        : [],
  );
}
