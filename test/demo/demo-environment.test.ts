import { describe, expect, it } from 'vitest';
import { demoEnvironment } from '../../demo/demo-environment.ts';
import { type Environment, readConfig } from '../../src/config/index.ts';

const services = {
  slack: { apiUrl: 'http://127.0.0.1:1/api/', botToken: 'xoxb-emulated', appToken: 'xapp-emulated' },
  discord: { apiUrl: 'http://127.0.0.1:2/api', token: 'emulated' },
  reka: { url: 'http://127.0.0.1:3/v1' },
  rei: { url: 'http://127.0.0.1:4' },
};
const configured = (env: Environment) => {
  const { variables, note } = demoEnvironment(env, services, '/tmp/demo.db');
  return { config: readConfig(variables), note };
};

describe('the environment of the demo', () => {
  it('points the bot at the emulators and says that no research was done', () => {
    const { config, note } = configured({});
    expect(config.slack?.apiUrl).toBe(services.slack.apiUrl);
    expect(config.discord?.apiUrl).toBe(services.discord.apiUrl);
    expect(config.reka?.baseUrl).toBe(services.reka.url);
    expect(config.reigent?.baseUrl).toBe(services.rei.url);
    expect(note).toBe('The answers here are prepared examples; no research was done.');
  });

  it('never lets the bot reach real chats or the real store, whatever is configured', () => {
    const { config } = configured({
      SLACK_BOT_TOKEN: 'xoxb-real',
      DISCORD_TOKEN: 'real',
      DISCORD_MESSAGE_CONTENT: 'true',
      STORE_URL: 'redis://db.example.org',
      PORT: '3000',
    });
    expect(config.slack?.botToken).toBe('xoxb-emulated');
    expect(config.discord).toEqual({ token: 'emulated', apiUrl: services.discord.apiUrl, messageContent: false });
    expect(config.storeUrl).toBe('sqlite:/tmp/demo.db');
    expect(config.port).toBe(0);
  });

  it('lets the agent answer for real whose key is there, and says which one', () => {
    const { config, note } = configured({ REIGENT_SECRET: 'real', REKA_MODEL: 'another' });
    expect(config.reigent?.baseUrl).toBe('https://api.reisearch.box');
    expect(config.reka?.baseUrl).toBe(services.reka.url);
    expect(config.reka?.model).toBe('reka-flash-research');
    expect(config.defaultAgent).toBe('reigent');
    expect(note).toContain('Your Reigent answers here');
    expect(configured({ REKA_API_KEY: 'real', REIGENT_SECRET: 'real' }).note).not.toContain('prepared');
  });
});
