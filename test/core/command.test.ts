import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/core/command.ts';

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

  it('does not take an agent named later in the question for the one to ask', () => {
    const text = 'What is research: a definition?';
    expect(parseCommand(text, 'reigent')).toEqual({ kind: 'ask', agent: 'reigent', text });
  });
});
