/** What a bot has to know of the emulators that it talks to. One that is left out is a service that the bot is not set up for. */
export interface EmulatedServices {
  readonly slack?: { readonly apiUrl: string; readonly botToken: string; readonly appToken: string };
  readonly discord?: { readonly apiUrl: string; readonly token: string };
  readonly reka?: { readonly url: string };
  readonly rei?: { readonly url: string };
}

/** The bot's variables for these emulators, each with its value there, and for any free port of this machine. */
export function botEnvironment({ slack, discord, reka, rei }: EmulatedServices): Record<string, string> {
  return {
    ...(slack && { SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken, SLACK_API_URL: slack.apiUrl }),
    // The emulated app has not been granted the privileged intent.
    ...(discord && { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, DISCORD_MESSAGE_CONTENT: 'false' }),
    ...(reka && { REKA_API_KEY: 'emulated', REKA_BASE_URL: reka.url, REKA_MODEL: 'reka-flash-research' }),
    ...(rei && {
      REIGENT_SECRET: 'emulated',
      REIGENT_BASE_URL: rei.url,
      REIGENT_CHAT_PATH: '/rei/agents/chat-completion',
      REIGENT_AGENT_PATH: '/rei/agents',
    }),
    HOST: '127.0.0.1',
    PORT: '0',
  };
}

/** The bot's variables with which one person may ask as much at once as a benchmark does. */
export const unlimitedQuestions: Readonly<Record<string, string>> = {
  REKA_REQUESTS_PER_MINUTE: '100000',
  RUNNING_PER_PERSON: '10000',
  RUNNING_PER_CHANNEL: '10000',
  RUNNING_PER_WORKSPACE: '10000',
  RUNNING_PER_PROCESS: '10000',
};
