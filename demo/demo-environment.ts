import { botEnvironment, type EmulatedServices } from '../emulators/bot-environment.ts';
import type { Environment } from '../src/config/index.ts';

/** The bot's variables in the demo, and what a person must know about its answers. */
export interface DemoEnvironment {
  readonly variables: Environment;
  readonly note: string;
}

/** The variables with which the bot runs on the emulators. An agent with a key in `env` answers for real. */
export function demoEnvironment(env: Environment, services: EmulatedServices, storePath: string): DemoEnvironment {
  const { reka, rei, ...platforms } = services;
  const realReka = Boolean(env['REKA_API_KEY']?.trim());
  const realReigent = Boolean(env['REIGENT_SECRET']?.trim());
  const variables: Environment = {
    ...env,
    ...botEnvironment({ ...platforms, ...(reka && !realReka && { reka }), ...(rei && !realReigent && { rei }) }),
    DEFAULT_AGENT: env['DEFAULT_AGENT']?.trim() || (realReigent && !realReka ? 'reigent' : 'research'),
    STORE_URL: `sqlite:${storePath}`,
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
