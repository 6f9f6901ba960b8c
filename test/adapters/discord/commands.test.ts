import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { agentOfCommand, areRegistered, commandDefinitions } from '../../../src/adapters/discord/commands.ts';

/** What Discord returns for a command: everything that was put, and more. */
const returned = () =>
  commandDefinitions
    .map(({ options, ...command }) => ({
      id: '123',
      version: '1',
      dm_permission: true,
      name_localizations: null,
      ...command,
      // Discord leaves out what is false.
      options: options.map(({ required: _, ...option }) => option),
    }))
    .toReversed();

describe('the slash commands', () => {
  it('are the ones of the manifest', async () => {
    const manifest = await readFile(new URL('../../../manifests/discord-commands.json', import.meta.url), 'utf8');
    expect(JSON.parse(manifest)).toEqual(commandDefinitions);
  });

  it('fit the limits of Discord', () => {
    for (const { name, description, options } of commandDefinitions) {
      expect(name).toMatch(/^[a-z]{1,32}$/);
      for (const text of [description, ...options.map((option) => option.description)])
        expect(text.length).toBeLessThanOrEqual(100);
    }
  });

  it('each ask an agent, and other commands ask none', () => {
    expect(agentOfCommand('research')).toBe('research');
    expect(agentOfCommand('reigent')).toBe('reigent');
    expect(agentOfCommand('play')).toBeUndefined();
  });

  it('are registered when Discord returns them with more fields and in another order', () => {
    expect(areRegistered(returned())).toBe(true);
  });

  it.each([
    ['one is missing', returned().slice(1)],
    ['there is one more', [...returned(), { ...returned()[0], name: 'old' }]],
    ['a description differs', returned().map((command) => ({ ...command, description: 'old' }))],
    ['a context is missing', returned().map((command) => ({ ...command, contexts: [0] }))],
    ['an option differs', returned().map((command) => ({ ...command, options: [] }))],
    ['the response is none', { message: 'no' }],
  ])('are not registered when %s', (_, response) => {
    expect(areRegistered(response)).toBe(false);
  });
});
