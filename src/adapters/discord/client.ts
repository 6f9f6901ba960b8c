import { Client, GatewayIntentBits, Options, Partials } from 'discord.js';
import { requestTimeoutMs } from './limits.ts';
import { makeRequest } from './make-request.ts';

/** How the connection to Discord is made. */
export interface ClientOptions {
  /** The base of the REST API, for example `https://discord.com/api`. */
  readonly apiUrl: string;
  /** Whether the privileged intent is on in the portal. */
  readonly messageContent: boolean;
}

/** A discord.js client, not logged in, that keeps little, retries nothing by itself and pings nobody. */
export function createDiscordClient({ apiUrl, messageContent }: ClientOptions): Client {
  const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
  return new Client({
    intents: [Guilds, GuildMessages, DirectMessages, ...(messageContent ? [MessageContent] : [])],
    // Without it, direct messages of channels that are not cached are dropped in silence.
    partials: [Partials.Channel],
    shards: 'auto',
    allowedMentions: { parse: [], repliedUser: false },
    failIfNotExists: false,
    rest: {
      api: apiUrl.replace(/\/+$/, ''),
      // Its own retries would repeat a create that may have arrived, and its waits would hold back newer text.
      retries: 0,
      timeout: requestTimeoutMs,
      // It counts by the wall clock, which can be set back; our own budget is below Discord's limit.
      globalRequestsPerSecond: Number.POSITIVE_INFINITY,
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
}
