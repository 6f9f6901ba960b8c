import {
  Client,
  GatewayIntentBits,
  type IShardingStrategy,
  Options,
  Partials,
  SimpleShardingStrategy,
  type WebSocketShardDestroyOptions,
  WebSocketShardDestroyRecovery,
} from 'discord.js';
import { requestTimeoutMs } from '../outbound/limits.ts';
import { makeRequest } from '../outbound/make-request.ts';

/** How the connection to Discord is made. */
export interface ClientOptions {
  /** The base of the REST API, for example `https://discord.com/api`. */
  readonly apiUrl: string;
  /** Whether the privileged intent is on in the portal. */
  readonly messageContent: boolean;
}

/** A client, and what it does not offer itself. */
export interface DiscordClient {
  readonly client: Client;
  /** Closes every connection and resumes its session on a new one. Never rejects. */
  reconnect(): Promise<void>;
}

/** A discord.js client, not logged in, that keeps little, retries nothing by itself and pings nobody. */
export function createDiscordClient({ apiUrl, messageContent }: ClientOptions): DiscordClient {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  let strategy: IShardingStrategy | undefined;
  const client = new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(messageContent ? [MessageContent] : [])],
    // Without it, direct messages of channels that are not cached are dropped in silence.
    partials: [Partials.Channel],
    shards: 'auto',
    ws: {
      buildStrategy(manager) {
        strategy = new SimpleShardingStrategy(manager);
        return strategy;
      },
    },
    allowedMentions: { parse: [], repliedUser: false },
    failIfNotExists: false,
    rest: {
      api: apiUrl.replace(/\/+$/, ''),
      // Its own retries would repeat a create that may have arrived, and its waits would hold back newer text.
      retries: 0,
      timeout: requestTimeoutMs,
      // It counts by the wall clock, which can be set back; our own budget is below Discord's limit.
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
      // Our own budget counts from a call's answer, which is later than Discord does: more would refuse calls that may be made.
      offset: 0,
      makeRequest,
      rejectOnRateLimit: ['/channels', '/webhooks', '/interactions'],
    },
    makeCache: Options.cacheWithLimits({
      MessageManager: 0,
      UserManager: { maxSize: 200, keepOverLimit: (user) => user.id === user.client.user.id },
      GuildMemberManager: { maxSize: 200, keepOverLimit: (member) => member.id === member.client.user.id },
      ThreadMemberManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      PresenceManager: 0,
      VoiceStateManager: 0,
      GuildEmojiManager: 0,
      GuildStickerManager: 0,
      GuildBanManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      StageInstanceManager: 0,
      AutoModerationRuleManager: 0,
      EntitlementManager: 0,
    }),
  });
  return {
    client,
    async reconnect() {
      const options: WebSocketShardDestroyOptions = {
        reason: 'Nothing was heard',
        recover: WebSocketShardDestroyRecovery.Resume,
      };
      // discord.js has no promise for this that could be rejected usefully: its shards go on trying by themselves.
      await Promise.allSettled([strategy?.destroy(options)]);
    },
  };
}
