import { existsSync } from 'node:fs';
import { z } from 'zod';

const dayMs = 24 * 60 * 60 * 1000;
const token = (prefix: string, swapped: string, wrong: string, where: string) =>
  z.string().superRefine((value, ctx) => {
    if (!value.startsWith(prefix)) ctx.addIssue(value.startsWith(swapped) ? wrong : where);
  });
const httpUrl = () => z.url({ protocol: /^https?$/, error: 'must be a URL that begins with https:// or http://.' });
const path = () => z.string().startsWith('/', { error: 'must begin with a slash.' });
const flag = () => z.enum(['true', 'false'], { error: 'must be true or false.' });
const integer = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}.`;
  return z
    .string()
    .regex(/^\d{1,10}$/, { error })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error });
};

// In the order of the contract and of .env.example.
const variables = z.object({
  SLACK_BOT_TOKEN: token(
    'xoxb-',
    'xapp-',
    'holds an app-level token (xapp-…), which belongs in SLACK_APP_TOKEN. The bot token begins with xoxb-.',
    'must begin with xoxb-. Copy the Bot User OAuth Token from "OAuth & Permissions" of your Slack app.',
  ).optional(),
  SLACK_APP_TOKEN: token(
    'xapp-',
    'xoxb-',
    'holds a bot token (xoxb-…), which belongs in SLACK_BOT_TOKEN. The app-level token begins with xapp-.',
    'must begin with xapp-. Create an App-Level Token with connections:write under "Basic Information" of your Slack app.',
  ).optional(),
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_API_URL: httpUrl().default('https://slack.com/api/'),
  DISCORD_TOKEN: z.string().optional(),
  DISCORD_API_URL: httpUrl().default('https://discord.com/api'),
  DISCORD_MESSAGE_CONTENT: flag().default('false'),
  REKA_API_KEY: z.string().optional(),
  REKA_BASE_URL: httpUrl().default('https://api.reka.ai/v1'),
  REKA_MODEL: z.string().default('reka-flash-research'),
  REKA_REQUESTS_PER_MINUTE: integer(1, 100_000).default(60),
  REIGENT_SECRET: z.string().optional(),
  REIGENT_BASE_URL: httpUrl().default('https://api.reisearch.box'),
  REIGENT_CHAT_PATH: path().default('/rei/agents/chat-completion'),
  REIGENT_AGENT_PATH: path().default('/rei/agents'),
  REIGENT_MAX_ROUNDS: integer(0, 50).default(6),
  REIGENT_MAX_CALLS: integer(1, 100).default(8),
  REIGENT_TOOLS_MS: integer(1000, dayMs).default(300_000),
  REIGENT_MAX_BYTES: integer(4000, 1_000_000).default(30_000),
  DEFAULT_AGENT: z.enum(['research', 'reigent'], { error: 'must be research or reigent.' }).optional(),
  STORE_URL: z
    .string()
    .refine(isStoreUrl, {
      error:
        'must be memory:, sqlite:PATH (such as sqlite:data/footnote.db), redis://HOST:PORT or postgres://USER:PASSWORD@HOST/DATABASE. Percent-encode special characters in a password.',
    })
    .default('sqlite:data/footnote.db'),
  RUNS_FILE: z.string().default('data/footnote-runs.db'),
  ROLE: z
    .enum(['all'], {
      error: 'must be all. The roles gateway and worker, for several machines, are not part of this version.',
    })
    .default('all'),
  LINKS: z.enum(['sources', 'all'], { error: 'must be sources or all.' }).default('sources'),
  MAX_MESSAGES: integer(2, 100).default(6),
  TEMPLATES_DIR: z.string().optional(),
  REASK_AFTER_CRASH: flag().default('false'),
  RUNNING_PER_PERSON: integer(1, 10_000).default(2),
  RUNNING_PER_CHANNEL: integer(1, 10_000).default(5),
  RUNNING_PER_WORKSPACE: integer(1, 10_000).default(10),
  RUNNING_PER_PROCESS: integer(1, 10_000).default(200),
  HOST: z.string().default('127.0.0.1'),
  PORT: integer(0, 65_535).default(3000),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent.',
    })
    .default('info'),
  DRAIN_MS: integer(0, dayMs).default(25_000),
  LEASE_MS: integer(1, dayMs).default(15_000),
});

/** The names of all variables, in the order of `.env.example`. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Slack's part of the configuration: Socket Mode when there is an app token, otherwise HTTP with the signing secret. */
export interface SlackConfig {
  readonly botToken: string;
  readonly appToken?: string | undefined;
  readonly signingSecret?: string | undefined;
  /** Ends with a slash. */
  readonly apiUrl: string;
}

/** Discord's part of the configuration. */
export interface DiscordConfig {
  readonly token: string;
  /** Without the version and without a slash at its end. */
  readonly apiUrl: string;
  /** Whether the privileged intent is on. */
  readonly messageContent: boolean;
}

/** How Reka Research is reached. `baseUrl` has no slash at its end. */
export interface RekaConfig {
  readonly apiKey: string;
  readonly baseUrl: string;
  readonly model: string;
  /** What the key is good for. */
  readonly requestsPerMinute: number;
}

/** How the Reigent is reached. `baseUrl` has no slash at its end, the paths begin with one. */
export interface ReigentConfig {
  readonly secret: string;
  readonly baseUrl: string;
  readonly chatPath: string;
  readonly agentPath: string;
  /** How far one answer may go with tools. Without rounds no tools are offered. */
  readonly limits: {
    readonly maxRounds: number;
    readonly maxCalls: number;
    /** From the first call of an answer on. */
    readonly toolsMs: number;
    /** Of one request. */
    readonly maxBytes: number;
  };
}

/** The whole configuration. A platform or agent that is `undefined` is off; at least one of each is on. */
export interface Config {
  readonly slack?: SlackConfig | undefined;
  readonly discord?: DiscordConfig | undefined;
  readonly reka?: RekaConfig | undefined;
  readonly reigent?: ReigentConfig | undefined;
  readonly defaultAgent: 'research' | 'reigent';
  readonly storeUrl: string;
  /** Where the ledger of runs lies when the store is on a server. */
  readonly runsFile: string;
  readonly links: 'sources' | 'all';
  /** After so many messages a long answer goes on in a file. */
  readonly maxMessages: number;
  /** A folder with templates of the operator's own. */
  readonly templatesDir?: string | undefined;
  readonly reaskAfterCrash: boolean;
  /** How many questions are answered at a time for all that share something. */
  readonly running: {
    readonly person: number;
    readonly channel: number;
    readonly workspace: number;
    readonly process: number;
  };
  readonly host: string;
  readonly port: number;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly drainMs: number;
  readonly leaseMs: number;
}

/** A configuration that cannot be used. The message has one line for each problem and says what to do; no line shows a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** `process.env` after `.env` of the working directory was loaded into it, if there is one; variables that exist win. Throws a {@link ConfigError}. */
export function loadEnv(): Environment {
  if (existsSync('.env')) {
    try {
      process.loadEnvFile('.env');
    } catch {
      throw new ConfigError(['.env: cannot be read. It must be a file of NAME=value lines that this user may read.']);
    }
  }
  return process.env;
}

/** The configuration that the variables describe; empty ones count as absent. Throws a {@link ConfigError} with all problems at once. */
export function readConfig(env: Environment): Config {
  const given = Object.fromEntries(
    variableNames.flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = variables.safeParse(given);
  const problems = [
    ...(parsed.error?.issues ?? []).map(({ path: [name], message }) => `${String(name)}: ${message}`),
    ...missing(given),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return grouped(parsed.data);
}

/** Every value of a configuration that must never be shown, the password of the store's URL included. */
export function secretsOf(config: Config): readonly string[] {
  const password = URL.canParse(config.storeUrl) ? new URL(config.storeUrl).password : '';
  const secrets = [
    config.slack?.botToken,
    config.slack?.appToken,
    config.slack?.signingSecret,
    config.discord?.token,
    config.reka?.apiKey,
    config.reigent?.secret,
    password,
    decoded(password),
  ];
  return secrets.filter((secret) => secret !== undefined).filter((secret) => secret !== '');
}

/** What the variables lack when looked at together. */
function missing(given: Environment): string[] {
  const problems: string[] = [];
  const slackDoor = given['SLACK_APP_TOKEN'] ?? given['SLACK_SIGNING_SECRET'];
  if (given['SLACK_BOT_TOKEN'] && !slackDoor) {
    problems.push(
      'SLACK_APP_TOKEN: is missing. Slack needs it beside SLACK_BOT_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.',
    );
  }
  if (slackDoor && !given['SLACK_BOT_TOKEN']) {
    problems.push('SLACK_BOT_TOKEN: is missing. Slack needs it beside SLACK_APP_TOKEN or SLACK_SIGNING_SECRET.');
  }
  const agent = given['DEFAULT_AGENT'];
  if (agent === 'research' && !given['REKA_API_KEY'] && given['REIGENT_SECRET']) {
    problems.push('DEFAULT_AGENT: is research, which is off. Set REKA_API_KEY, or DEFAULT_AGENT to reigent.');
  }
  if (agent === 'reigent' && !given['REIGENT_SECRET'] && given['REKA_API_KEY']) {
    problems.push('DEFAULT_AGENT: is reigent, which is off. Set REIGENT_SECRET, or DEFAULT_AGENT to research.');
  }
  const wanted: string[] = [];
  if (!given['SLACK_BOT_TOKEN'] && !slackDoor && !given['DISCORD_TOKEN']) {
    wanted.push('SLACK_BOT_TOKEN (with SLACK_APP_TOKEN or SLACK_SIGNING_SECRET) or DISCORD_TOKEN for a platform');
  }
  if (!given['REKA_API_KEY'] && !given['REIGENT_SECRET']) {
    wanted.push('REKA_API_KEY or REIGENT_SECRET for an agent');
  }
  if (wanted.length > 0) {
    problems.push(
      `Not enough is configured: set ${wanted.join(', and ')}. See .env.example. To try Footnote without keys: npm run demo`,
    );
  }
  return problems;
}

function grouped(env: z.infer<typeof variables>): Config {
  const bare = (url: string) => url.replace(/\/+$/, '');
  return {
    slack: env.SLACK_BOT_TOKEN
      ? {
          botToken: env.SLACK_BOT_TOKEN,
          appToken: env.SLACK_APP_TOKEN,
          signingSecret: env.SLACK_SIGNING_SECRET,
          apiUrl: `${bare(env.SLACK_API_URL)}/`,
        }
      : undefined,
    discord: env.DISCORD_TOKEN
      ? {
          token: env.DISCORD_TOKEN,
          apiUrl: bare(env.DISCORD_API_URL),
          messageContent: env.DISCORD_MESSAGE_CONTENT === 'true',
        }
      : undefined,
    reka: env.REKA_API_KEY
      ? {
          apiKey: env.REKA_API_KEY,
          baseUrl: bare(env.REKA_BASE_URL),
          model: env.REKA_MODEL,
          requestsPerMinute: env.REKA_REQUESTS_PER_MINUTE,
        }
      : undefined,
    reigent: env.REIGENT_SECRET
      ? {
          secret: env.REIGENT_SECRET,
          baseUrl: bare(env.REIGENT_BASE_URL),
          chatPath: env.REIGENT_CHAT_PATH,
          agentPath: env.REIGENT_AGENT_PATH,
          limits: {
            maxRounds: env.REIGENT_MAX_ROUNDS,
            maxCalls: env.REIGENT_MAX_CALLS,
            toolsMs: env.REIGENT_TOOLS_MS,
            maxBytes: env.REIGENT_MAX_BYTES,
          },
        }
      : undefined,
    defaultAgent: env.DEFAULT_AGENT ?? (env.REKA_API_KEY ? 'research' : 'reigent'),
    storeUrl: env.STORE_URL,
    runsFile: env.RUNS_FILE,
    links: env.LINKS,
    maxMessages: env.MAX_MESSAGES,
    templatesDir: env.TEMPLATES_DIR,
    reaskAfterCrash: env.REASK_AFTER_CRASH === 'true',
    running: {
      person: env.RUNNING_PER_PERSON,
      channel: env.RUNNING_PER_CHANNEL,
      workspace: env.RUNNING_PER_WORKSPACE,
      process: env.RUNNING_PER_PROCESS,
    },
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    drainMs: env.DRAIN_MS,
    leaseMs: env.LEASE_MS,
  };
}

function isStoreUrl(text: string): boolean {
  if (text === 'memory:') return true;
  // `sqlite://data/x.db` would silently be the absolute path /data/x.db.
  if (text.startsWith('sqlite:')) return /^sqlite:(?!\/\/[^/])./.test(text);
  return /^(rediss?|postgres(ql)?):\/\//.test(text) && URL.canParse(text);
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
