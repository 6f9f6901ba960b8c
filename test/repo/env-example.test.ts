import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { envExample, readConfig, variableNames } from '../../src/config/index.ts';

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
const lines = text.split('\n');
const entries = lines.flatMap((line, at) => {
  const [, mark, name, value] = /^(# )?([A-Z_]+)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ at, name, value: value ?? '', commentedOut: mark !== undefined }];
});

describe('.env.example', () => {
  it('is what `npm run env-example` writes', () => {
    expect(text).toBe(envExample());
  });

  it('names every variable, in the order of the groups', () => {
    expect(entries.map(({ name }) => name)).toEqual(variableNames);
  });

  it('explains each variable in one line above it', () => {
    for (const { at, name } of entries) {
      expect(lines[at - 1], name).toMatch(/^# [A-Za-z]/);
      expect(lines[at - 2], name).toBe('');
    }
  });

  it('shows the real defaults, commented out, and leaves the others empty', () => {
    for (const { name, value, commentedOut } of entries) expect(commentedOut, name).toBe(value !== '');
    const shown = Object.fromEntries(entries.map(({ name, value }) => [name, value]));
    const keys = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', DISCORD_TOKEN: 'd' };
    const agents = { REKA_API_KEY: 'r', REIGENT_SECRET: 's' };
    expect(readConfig({ ...shown, ...keys, ...agents })).toEqual(readConfig({ ...keys, ...agents }));
  });
});
