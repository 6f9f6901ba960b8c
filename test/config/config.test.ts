import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigError, type Environment, loadEnv, readConfig, secretsOf } from '../../src/config/index.ts';

const discordAndReka = { DISCORD_TOKEN: 'discord-token', REKA_API_KEY: 'reka-key' };

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('fills in the documented defaults', () => {
    expect(readConfig(discordAndReka)).toEqual({
      discord: { token: 'discord-token', apiUrl: 'https://discord.com/api', messageContent: false },
      reka: {
        apiKey: 'reka-key',
        baseUrl: 'https://api.reka.ai/v1',
        model: 'reka-flash-research',
        requestsPerMinute: 60,
      },
      defaultAgent: 'research',
      storeUrl: 'sqlite:data/footnote.db',
      runsFile: 'data/footnote-runs.db',
      links: 'sources',
      maxMessages: 6,
      reaskAfterCrash: false,
      running: { person: 2, channel: 5, workspace: 10, process: 200 },
      host: '127.0.0.1',
      port: 3000,
      logLevel: 'info',
      drainMs: 25_000,
      leaseMs: 15_000,
    });
  });

  it('reads every variable', () => {
    const config = readConfig({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_SIGNING_SECRET: 'signing',
      SLACK_API_URL: 'http://127.0.0.1:1/api',
      DISCORD_TOKEN: 'd',
      DISCORD_API_URL: 'http://127.0.0.1:2/api/',
      DISCORD_MESSAGE_CONTENT: 'true',
      REKA_API_KEY: 'r',
      REKA_BASE_URL: 'http://127.0.0.1:3/v1/',
      REKA_MODEL: 'm',
      REKA_REQUESTS_PER_MINUTE: '30',
      REIGENT_SECRET: 's',
      REIGENT_BASE_URL: 'http://127.0.0.1:4',
      REIGENT_CHAT_PATH: '/v1/chat/completions',
      REIGENT_AGENT_PATH: '/v1/agents',
      REIGENT_MAX_ROUNDS: '0',
      REIGENT_MAX_CALLS: '3',
      REIGENT_TOOLS_MS: '60000',
      REIGENT_MAX_BYTES: '20000',
      DEFAULT_AGENT: 'reigent',
      STORE_URL: 'memory:',
      RUNS_FILE: '/var/lib/runs.db',
      ROLE: 'all',
      LINKS: 'all',
      MAX_MESSAGES: '3',
      REASK_AFTER_CRASH: 'true',
      RUNNING_PER_PERSON: '1',
      RUNNING_PER_CHANNEL: '3',
      RUNNING_PER_WORKSPACE: '4',
      RUNNING_PER_PROCESS: '100',
      HOST: '0.0.0.0',
      PORT: '0',
      LOG_LEVEL: 'debug',
      DRAIN_MS: '0',
      LEASE_MS: '500',
    });
    expect(config).toEqual({
      slack: { botToken: 'xoxb-1', appToken: 'xapp-1', signingSecret: 'signing', apiUrl: 'http://127.0.0.1:1/api/' },
      discord: { token: 'd', apiUrl: 'http://127.0.0.1:2/api', messageContent: true },
      reka: { apiKey: 'r', baseUrl: 'http://127.0.0.1:3/v1', model: 'm', requestsPerMinute: 30 },
      reigent: {
        secret: 's',
        baseUrl: 'http://127.0.0.1:4',
        chatPath: '/v1/chat/completions',
        agentPath: '/v1/agents',
        limits: { maxRounds: 0, maxCalls: 3, toolsMs: 60_000, maxBytes: 20_000 },
      },
      defaultAgent: 'reigent',
      storeUrl: 'memory:',
      runsFile: '/var/lib/runs.db',
      links: 'all',
      maxMessages: 3,
      reaskAfterCrash: true,
      running: { person: 1, channel: 3, workspace: 4, process: 100 },
      host: '0.0.0.0',
      port: 0,
      logLevel: 'debug',
      drainMs: 0,
      leaseMs: 500,
    });
  });

  it('makes the Reigent the default agent when Reka Research is off', () => {
    expect(readConfig({ DISCORD_TOKEN: 'd', REIGENT_SECRET: 's' }).defaultAgent).toBe('reigent');
  });

  it('treats empty and blank variables as absent, and trims the others', () => {
    const config = readConfig({ ...discordAndReka, SLACK_BOT_TOKEN: '', PORT: ' ', HOST: ' ::1\n' });
    expect(config).toMatchObject({ slack: undefined, port: 3000, host: '::1' });
  });

  it('takes Slack with a signing secret alone', () => {
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's', REKA_API_KEY: 'r' }).slack).toMatchObject(
      { signingSecret: 's', appToken: undefined },
    );
  });

  it('says in one line what to set, and how to try the demo, when nothing is configured', () => {
    const problems = problemsOf({});
    expect(problems).toHaveLength(1);
    for (const words of ['SLACK_BOT_TOKEN', 'DISCORD_TOKEN', 'REKA_API_KEY', 'REIGENT_SECRET', 'npm run demo']) {
      expect(problems[0]).toContain(words);
    }
  });

  it('asks only for what is missing', () => {
    expect(problemsOf({ DISCORD_TOKEN: 'd' })).toEqual([expect.stringContaining('REKA_API_KEY or REIGENT_SECRET')]);
    expect(problemsOf({ DISCORD_TOKEN: 'd' })[0]).not.toContain('SLACK_BOT_TOKEN');
    expect(problemsOf({ REKA_API_KEY: 'r' })[0]).toContain('SLACK_BOT_TOKEN');
    expect(problemsOf({ REKA_API_KEY: 'r' })[0]).not.toContain('REIGENT_SECRET');
  });

  it('reports all problems at once, each by the name of its variable', () => {
    const problems = problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1', PORT: '99999', LINKS: 'some', STORE_URL: 'mysql://x' });
    const names = problems.map((problem) => problem.split(':')[0]);
    expect(names).toEqual(['STORE_URL', 'LINKS', 'PORT', 'SLACK_APP_TOKEN', 'Not enough is configured']);
  });

  it.each([
    ['SLACK_BOT_TOKEN', 'xapp-1', 'belongs in SLACK_APP_TOKEN'],
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'must begin with xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'belongs in SLACK_BOT_TOKEN'],
    ['SLACK_APP_TOKEN', 'nonsense', 'must begin with xapp-'],
    ['SLACK_API_URL', 'ftp://x', 'must be a URL'],
    ['REKA_BASE_URL', 'api.reka.ai', 'must be a URL'],
    ['DISCORD_MESSAGE_CONTENT', 'yes', 'true or false'],
    ['REIGENT_CHAT_PATH', 'v1/chat', 'slash'],
    ['DEFAULT_AGENT', 'reka', 'research or reigent'],
    ['DEFAULT_AGENT', 'reigent', 'REIGENT_SECRET'],
    ['ROLE', 'worker', 'not part of this version'],
    ['PORT', '65536', 'from 0 to 65535'],
    ['PORT', '1e3', 'whole number'],
    ['LOG_LEVEL', 'loud', 'info'],
    ['DRAIN_MS', '-1', 'whole number'],
    ['LEASE_MS', '0', 'from 1'],
  ])('refuses %s=%s', (name, value, words) => {
    const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
    const problems = problemsOf({ ...discordAndReka, ...slack, [name]: value });
    expect(problems).toEqual([expect.stringContaining(`${name}: `)]);
    expect(problems[0]).toContain(words);
  });

  it('refuses half of what Slack needs', () => {
    expect(problemsOf({ ...discordAndReka, SLACK_BOT_TOKEN: 'xoxb-1' })[0]).toContain('SLACK_SIGNING_SECRET');
    expect(problemsOf({ ...discordAndReka, SLACK_APP_TOKEN: 'xapp-1' })[0]).toContain('SLACK_BOT_TOKEN: is missing');
  });

  it.each([
    'memory:',
    'sqlite:data/x.db',
    'sqlite:/abs/x.db',
    'sqlite:///abs/x.db',
    'redis://127.0.0.1:6379/2',
    'rediss://u:p@h',
    'postgres://u:p@h/db',
    'postgresql:///db',
  ])('accepts STORE_URL=%s', (url) => {
    expect(readConfig({ ...discordAndReka, STORE_URL: url }).storeUrl).toBe(url);
  });

  it.each(['sqlite:', 'sqlite://data/x.db', 'memory', 'memory:x', 'redis:', 'postgres://u:p w@h:x', 'data/x.db'])(
    'refuses STORE_URL=%s',
    (url) => {
      expect(problemsOf({ ...discordAndReka, STORE_URL: url })).toEqual([expect.stringMatching(/^STORE_URL: must be/)]);
    },
  );

  it('never shows a value', () => {
    const names = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'STORE_URL', 'SLACK_API_URL', 'PORT', 'DEFAULT_AGENT', 'ROLE'];
    const value = fc.stringMatching(/^[a-z0-9]{12}$/).map((text) => `zq${text}`);
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, secret) => {
        try {
          readConfig({ ...discordAndReka, [name]: secret });
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError);
          expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(secret);
          return;
        }
        expect.unreachable();
      }),
    );
  });
});

describe('secretsOf', () => {
  it('lists every secret, and the password of the store in both spellings', () => {
    const config = readConfig({
      ...discordAndReka,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_APP_TOKEN: 'xapp-1',
      SLACK_SIGNING_SECRET: 'signing',
      REIGENT_SECRET: 'reigent',
      STORE_URL: 'postgres://u:p%40ss@h/db',
    });
    expect(secretsOf(config)).toEqual([
      'xoxb-1',
      'xapp-1',
      'signing',
      'discord-token',
      'reka-key',
      'reigent',
      'p%40ss',
      'p@ss',
    ]);
  });
});

describe('loadEnv', () => {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'footnote-env-'));
  afterEach(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true, force: true });
    for (const name of ['FOOTNOTE_TEST_NEW', 'FOOTNOTE_TEST_SET']) Reflect.deleteProperty(process.env, name);
  });

  it('loads .env of the working directory; a variable that exists wins', () => {
    writeFileSync(join(folder, '.env'), 'FOOTNOTE_TEST_NEW=from-file\nFOOTNOTE_TEST_SET=from-file\n');
    process.env['FOOTNOTE_TEST_SET'] = 'from-shell';
    process.chdir(folder);
    expect(loadEnv()).toMatchObject({ FOOTNOTE_TEST_NEW: 'from-file', FOOTNOTE_TEST_SET: 'from-shell' });
  });
});
