import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/core/question/command.ts';

const agent = fc.constantFrom('research' as const, 'reigent' as const);
const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\n') });
const commandWords = ['', '?', 'help', 'forget', 'new'];
const question = fc
  .string({ unit: 'grapheme', minLength: 1 })
  .map((text) => text.trim())
  .filter((text) => !commandWords.includes(text.toLowerCase()) && !/^(research|reigent)\s*:/i.test(text));

describe('parseCommand', () => {
  it.each([
    ['', 'help'],
    ['   ', 'help'],
    ['?', 'help'],
    ['Help', 'help'],
    [' FORGET\n', 'forget'],
    ['new', 'new'],
  ])('understands %j as %s, from a mention and from a slash command', (text, kind) => {
    expect(parseCommand(text, 'research')).toEqual({ kind });
    expect(parseCommand(text, 'research', 'reigent')).toEqual({ kind });
  });

  it.each(['help me with my taxes', 'forget-me-nots', 'new york population', '??'])('asks %j', (text) => {
    expect(parseCommand(text, 'research')).toEqual({ kind: 'ask', agent: 'research', text });
  });

  it('asks the default agent what names no agent, without the space around it', () => {
    fc.assert(
      fc.property(question, agent, space, space, (text, defaultAgent, before, after) => {
        expect(parseCommand(before + text + after, defaultAgent)).toEqual({ kind: 'ask', agent: defaultAgent, text });
      }),
    );
  });

  it('asks the agent that stands in front, in any spelling', () => {
    const spelled = fc.tuple(agent, fc.boolean()).map(([name, upper]) => [name, upper ? name.toUpperCase() : name]);
    fc.assert(
      fc.property(question, spelled, agent, space, space, (text, [name, word], defaultAgent, before, after) => {
        const command = parseCommand(`${word}${before}:${after}${text}`, defaultAgent);
        expect(command).toEqual({ kind: 'ask', agent: name, text });
      }),
    );
  });

  it('asks the agent of the slash command, whatever stands in front', () => {
    fc.assert(
      fc.property(question, agent, agent, agent, (text, preset, named, defaultAgent) => {
        const said = `${named}: ${text}`;
        expect(parseCommand(said, defaultAgent, preset)).toEqual({ kind: 'ask', agent: preset, text: said });
      }),
    );
  });

  it.each(['research:', 'Reigent : '])('shows how to ask when nothing follows %j', (text) => {
    expect(parseCommand(text, 'research')).toEqual({ kind: 'help' });
  });

  it.each(['', 'research: '])('hands over the options in front of a question after %j', (before) => {
    const text = `${before}depth:deep only:europa.eu What is near:?`;
    expect(parseCommand(text, 'research')).toEqual({
      kind: 'ask',
      agent: 'research',
      text: 'What is near:?',
      options: { depth: 'deep', only: ['europa.eu'] },
    });
  });

  it('puts options beside the words and in the words together', () => {
    const given = [{ name: 'searches', value: '5' }] as const;
    expect(parseCommand('no-template depth:deep', 'research', 'research', { given })).toMatchObject({
      text: 'no-template depth:deep',
      options: { searches: 5 },
    });
    expect(parseCommand('depth:deep Why?', 'reigent', 'research', { given })).toMatchObject({
      text: 'Why?',
      options: { depth: 'deep', searches: 5 },
    });
    expect(parseCommand('searches:3 Why?', 'research', 'research', { given })).toEqual({
      kind: 'wrong-option',
      problem: { kind: 'twice', option: 'searches' },
    });
    expect(parseCommand('', 'research', 'research', { given })).toEqual({
      kind: 'wrong-option',
      problem: { kind: 'no-question' },
    });
  });

  it('tells what is wrong with an option instead of asking', () => {
    const wrong = (kind: string) => ({ kind: 'wrong-option', problem: { kind } });
    expect(parseCommand('depth:deepish Why?', 'research')).toMatchObject(wrong('depth'));
    expect(parseCommand('only:a.org except:b.org Why?', 'research')).toMatchObject(wrong('only-and-except'));
    expect(parseCommand('depth:deep', 'research')).toMatchObject(wrong('no-question'));
    expect(parseCommand('template:x Why?', 'research', undefined, { templates: [] })).toMatchObject(wrong('template'));
    expect(parseCommand('reigent: depth:deep Why?', 'research')).toMatchObject(wrong('not-for-agent'));
    expect(parseCommand('no-web Why?', 'research', 'reigent')).toMatchObject(wrong('not-for-agent'));
  });

  it('does not ask what a command word after options says', () => {
    expect(parseCommand('depth:deep help', 'research')).toEqual({ kind: 'help' });
  });

  it('does not take an agent named later in the question for the one to ask', () => {
    const text = 'What is research: a definition?';
    expect(parseCommand(text, 'reigent')).toEqual({ kind: 'ask', agent: 'reigent', text });
  });
});
