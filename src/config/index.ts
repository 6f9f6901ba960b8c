export { envExample } from './env-example.ts';
export { ConfigError, type Environment, loadEnv } from './environment.ts';
export { readConfig } from './read-config.ts';
export { type Config, variableNames } from './schema.ts';
export { secretsOf } from './secrets.ts';
