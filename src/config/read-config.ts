import { defaultAgentIsOff } from './agents.ts';
import { ConfigError, type Environment } from './environment.ts';
import { type Config, schema, variableNames, variables } from './schema.ts';
import { missingForSlack } from './slack.ts';
import { mapVariables } from './variable.ts';

/** The configuration that the variables describe; empty ones count as absent. Throws a {@link ConfigError} with all problems at once. */
export function readConfig(env: Environment): Config {
  const given: Environment = Object.fromEntries(variableNames.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = schema.safeParse(mapVariables(schema, ({ name }) => given[name]));
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${nameAt(path)}: ${message}`),
    ...missingForSlack(given),
    ...defaultAgentIsOff(given),
    ...notEnough(given),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return parsed.data;
}

function nameAt(path: readonly PropertyKey[]): string | undefined {
  return variables.find((variable) => variable.path.join('.') === path.join('.'))?.name;
}

/** What a bot needs at least: somebody who asks, and somebody who answers. */
function notEnough(given: Environment): readonly string[] {
  const slack = given['SLACK_BOT_TOKEN'] ?? given['SLACK_APP_TOKEN'] ?? given['SLACK_SIGNING_SECRET'];
  const wanted = [
    ...(slack || given['DISCORD_TOKEN']
      ? []
      : ['SLACK_BOT_TOKEN (with SLACK_APP_TOKEN or SLACK_SIGNING_SECRET) or DISCORD_TOKEN for a platform']),
    ...(given['REKA_API_KEY'] || given['REIGENT_SECRET'] ? [] : ['REKA_API_KEY or REIGENT_SECRET for an agent']),
  ];
  if (wanted.length === 0) return [];
  return [
    `Not enough is configured: set ${wanted.join(', and ')}. See .env.example. To try Footnote without keys: npm run demo`,
  ];
}
