import { describe, expect, it } from 'vitest';
import { commandNamed, givenOption } from '../../../../src/adapters/discord/inbound/command.ts';
import { commandDefinitions } from '../../../../src/adapters/discord/outbound/commands.ts';
import { knownAgents } from '../../../core/known-agents.ts';
import { english } from '../../../words/english.ts';

describe('the slash commands', () => {
  it('give their options as words would', () => {
    expect(givenOption('depth', 'deep')).toEqual({ name: 'depth', value: 'deep' });
    expect(givenOption('searches', 5)).toEqual({ name: 'searches', value: '5' });
    expect(givenOption('near', ' “New York, NY, US” ')).toEqual({ name: 'near', value: 'New York, NY, US' });
    expect(givenOption('no-web', true)).toEqual({ name: 'no-web', value: '' });
    expect(givenOption('no-web', false)).toBeUndefined();
    expect(givenOption('question', 'Why?')).toBeUndefined();
  });

  it('are known by name, and others are not', () => {
    for (const { name } of commandDefinitions(knownAgents, [], english.commands))
      expect(commandNamed(name, knownAgents)).toEqual({ agent: name === 'help' ? undefined : name });
    expect(commandNamed('play', knownAgents)).toBeUndefined();
  });
});
