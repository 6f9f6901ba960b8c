import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { areRegistered, commandDefinitions } from '../../../../src/adapters/discord/outbound/commands.ts';
import { builtInAgents } from '../../../../src/app/agents.ts';
import { english } from '../../../words/english.ts';

const definitions = commandDefinitions(builtInAgents, [], english.commands);

/** What Discord returns for a command: everything that was put, and more. */
const returned = () =>
  definitions
    .map(({ options, ...command }) => ({
      id: '123',
      version: '1',
      dm_permission: true,
      name_localizations: null,
      ...command,
      // Discord leaves out what is false.
      options: options.map(({ required: _, choices, ...option }) => ({
        ...option,
        ...(choices && { choices: choices.map((choice) => ({ ...choice, name_localizations: null })) }),
      })),
    }))
    .toReversed();

describe('the slash commands', () => {
  it('are the ones of the manifest', async () => {
    const manifest = await readFile(new URL('../../../../manifests/discord-commands.json', import.meta.url), 'utf8');
    expect(JSON.parse(manifest)).toEqual(definitions);
  });

  it('fit the limits of Discord', () => {
    for (const { name, description, options } of commandDefinitions(
      builtInAgents,
      Array.from({ length: 30 }, (_, at) => `t${at}`),
      english.commands,
    )) {
      expect(options.length).toBeLessThanOrEqual(25);
      for (const text of [name, ...options.map((option) => option.name)]) expect(text).toMatch(/^[a-z-]{1,32}$/);
      for (const text of [description, ...options.map((option) => option.description)])
        expect(text.length).toBeLessThanOrEqual(100);
      for (const { choices = [] } of options) expect(choices.length).toBeLessThanOrEqual(25);
    }
  });

  it('offer the templates there are, and no such option without any', () => {
    const offered = (templates: readonly string[]) =>
      commandDefinitions(builtInAgents, templates, english.commands).map(
        ({ options }) => options.find(({ name }) => name === 'template')?.choices,
      );
    expect(offered([])).toEqual([undefined, undefined, undefined]);
    expect(offered(['comparison'])).toEqual([[{ name: 'comparison', value: 'comparison' }], undefined, undefined]);
  });

  it('are registered when Discord returns them with more fields and in another order', () => {
    expect(areRegistered(returned(), definitions)).toBe(true);
  });

  it.each([
    ['one is missing', returned().slice(1)],
    ['there is one more', [...returned(), { ...returned()[0], name: 'old' }]],
    ['a description differs', returned().map((command) => ({ ...command, description: 'old' }))],
    ['a context is missing', returned().map((command) => ({ ...command, contexts: [0] }))],
    ['an option differs', returned().map((command) => ({ ...command, options: [] }))],
    [
      'a choice is missing',
      returned().map((command) => ({
        ...command,
        options: command.options.map(({ choices, ...option }) => ({ ...option, choices: choices?.slice(1) })),
      })),
    ],
    ['the response is none', { message: 'no' }],
  ])('are not registered when %s', (_, response) => {
    expect(areRegistered(response, definitions)).toBe(false);
  });
});
