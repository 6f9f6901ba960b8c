import type { Environment } from '../src/config.ts';

/** Where the emulators are. */
export interface EmulatedServices {
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
  readonly discord: { readonly apiUrl: string; readonly token: string };
  readonly reka: { readonly url: string };
  readonly rei: { readonly url: string };
}

/** The bot's variables, and what a person must know about its answers. */
export interface BotEnvironment {
  readonly variables: Environment;
  readonly note: string;
}

/** The variables with which the bot runs on the emulators. An agent with a key in `env` answers for real. */
export function botEnvironment(env: Environment, services: EmulatedServices, storePath: string): BotEnvironment {
  const { slack, discord, reka, rei } = services;
  const realReka = Boolean(env['REKA_API_KEY']?.trim());
  const realReigent = Boolean(env['REIGENT_SECRET']?.trim());
  const variables: Environment = {
    ...env,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    // The emulated app has not been granted the privileged intent.
    DISCORD_MESSAGE_CONTENT: 'false',
    ...(realReka ? {} : { REKA_API_KEY: 'emulated', REKA_BASE_URL: reka.url, REKA_MODEL: 'reka-flash-research' }),
    ...(realReigent
      ? {}
      : {
          REIGENT_SECRET: 'emulated',
          REIGENT_BASE_URL: rei.url,
          REIGENT_CHAT_PATH: '/rei/agents/chat-completion',
          REIGENT_AGENT_PATH: '/rei/agents',
        }),
    DEFAULT_AGENT: env['DEFAULT_AGENT']?.trim() || (realReigent && !realReka ? 'reigent' : 'research'),
    STORE_URL: `sqlite:${storePath}`,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: env['LOG_LEVEL']?.trim() || 'warn',
    // Nobody waits for an answer of the demo that was asked to end.
    DRAIN_MS: env['DRAIN_MS']?.trim() || '1000',
  };
  return { variables, note: noteFor(realReka, realReigent) };
}

function noteFor(realReka: boolean, realReigent: boolean): string {
  if (realReka && realReigent) return 'Reka Research and your Reigent answer here, with your keys.';
  if (realReka) return 'Reka Research answers here, with your key. Answers of the Reigent are prepared examples.';
  if (realReigent) {
    return 'Your Reigent answers here, with your secret. Answers of Reka Research are prepared examples; no research was done.';
  }
  return 'The answers here are prepared examples; no research was done.';
}
