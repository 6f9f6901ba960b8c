import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CommandContext, parseCommand } from '../../../src/core/question/command.ts';
import type { AgentName } from '../../../src/core/question/question.ts';
import { knownAgents, reigent, research } from '../known-agents.ts';

const read = (
  text: string,
  defaultAgent: AgentName,
  preset?: AgentName,
  more: Pick<CommandContext, 'given' | 'templates'> = {},
) => parseCommand(text, { agents: knownAgents, defaultAgent, preset, ...more });

const agent = fc.constantFrom(research, reigent);
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
    expect(read(text, research)).toEqual({ kind });
    expect(read(text, research, reigent)).toEqual({ kind });
  });

  it.each(['help me with my taxes', 'forget-me-nots', 'new york population', '??'])('asks %j', (text) => {
    expect(read(text, research)).toEqual({ kind: 'ask', agent: research, text });
  });

  it('asks the default agent what names no agent, without the space around it', () => {
    fc.assert(
      fc.property(question, agent, space, space, (text, defaultAgent, before, after) => {
        expect(read(before + text + after, defaultAgent)).toEqual({ kind: 'ask', agent: defaultAgent, text });
      }),
    );
  });

  it('asks the agent that stands in front, in any spelling', () => {
    const spelled = fc.tuple(agent, fc.boolean()).map(([name, upper]) => [name, upper ? name.toUpperCase() : name]);
    fc.assert(
      fc.property(question, spelled, agent, space, space, (text, [name, word], defaultAgent, before, after) => {
        const command = read(`${word}${before}:${after}${text}`, defaultAgent);
        expect(command).toEqual({ kind: 'ask', agent: name, text });
      }),
    );
  });

  it('asks the agent of the slash command, whatever stands in front', () => {
    fc.assert(
      fc.property(question, agent, agent, agent, (text, preset, named, defaultAgent) => {
        const said = `${named}: ${text}`;
        expect(read(said, defaultAgent, preset)).toEqual({ kind: 'ask', agent: preset, text: said });
      }),
    );
  });

  it.each(['research:', 'Reigent : '])('shows how to ask when nothing follows %j', (text) => {
    expect(read(text, research)).toEqual({ kind: 'help' });
  });

  it.each(['', 'research: '])('hands over the options in front of a question after %j', (before) => {
    const text = `${before}depth:deep only:europa.eu What is near:?`;
    expect(read(text, research)).toEqual({
      kind: 'ask',
      agent: research,
      text: 'What is near:?',
      options: { depth: 'deep', only: ['europa.eu'] },
    });
  });

  it('puts options beside the words and in the words together', () => {
    const given = [{ name: 'searches', value: '5' }] as const;
    expect(read('no-template depth:deep', research, research, { given })).toMatchObject({
      text: 'no-template depth:deep',
      options: { searches: 5 },
    });
    expect(read('depth:deep Why?', reigent, research, { given })).toMatchObject({
      text: 'Why?',
      options: { depth: 'deep', searches: 5 },
    });
    expect(read('searches:3 Why?', research, research, { given })).toEqual({
      kind: 'wrong-option',
      problem: { kind: 'twice', option: 'searches' },
    });
    expect(read('', research, research, { given })).toEqual({
      kind: 'wrong-option',
      problem: { kind: 'no-question' },
    });
  });

  it('tells what is wrong with an option instead of asking', () => {
    const wrong = (kind: string) => ({ kind: 'wrong-option', problem: { kind } });
    const notForReigent = { kind: 'wrong-option', problem: { kind: 'not-for-agent', agent: reigent } };
    expect(read('depth:deepish Why?', research)).toMatchObject(wrong('depth'));
    expect(read('only:a.org except:b.org Why?', research)).toMatchObject(wrong('only-and-except'));
    expect(read('depth:deep', research)).toMatchObject(wrong('no-question'));
    expect(read('template:x Why?', research, undefined, { templates: [] })).toMatchObject(wrong('template'));
    expect(read('reigent: depth:deep Why?', research)).toEqual(notForReigent);
    expect(read('no-web Why?', research, reigent)).toEqual(notForReigent);
  });

  it('does not ask what a command word after options says', () => {
    expect(read('depth:deep help', research)).toEqual({ kind: 'help' });
  });

  it('does not take an agent named later in the question for the one to ask', () => {
    const text = 'What is research: a definition?';
    expect(read(text, reigent)).toEqual({ kind: 'ask', agent: reigent, text });
  });
});
