// The order in which the bot loads its packages decides which undici sends what discord.js sends.
import '../../src/app/app.ts';
import { createDiscordClient } from '../../src/adapters/discord/connection/client.ts';
import { createDiscordApi, type DiscordApi } from '../../src/adapters/discord/outbound/api.ts';
import { createReply as createDiscordReply } from '../../src/adapters/discord/outbound/reply.ts';
import { channelPlace } from '../../src/adapters/discord/outbound/reply-place.ts';
import { createDiscordRender } from '../../src/adapters/discord/render/render.ts';
import { createSdkLogger } from '../../src/adapters/slack/connection/sdk-logger.ts';
import { createSlackApi, type SlackApi } from '../../src/adapters/slack/outbound/api.ts';
import { createReply as createSlackReply } from '../../src/adapters/slack/outbound/reply.ts';
import { createSlackRender } from '../../src/adapters/slack/render/render.ts';
import type { Part, Reply } from '../../src/core/ports/place.ts';
import type { Logger } from '../../src/core/ports/system.ts';
import type { Platform } from '../../src/core/question/keys.ts';
import type { Addresses } from '../world/addresses.ts';
import { look } from './look.ts';
import type { StagePlace } from './stage.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The real clients of the platforms' APIs, pointed at a world. */
export interface Clients {
  readonly slack: SlackApi;
  readonly discord: DiscordApi;
}

/** A message that a reply can be given to. */
export interface Root {
  readonly channel: string;
  readonly id: string;
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
/** How long a call takes in virtual time. */
const callMs = 80;

/** Makes the clients as the adapters do. */
export function createClients({ slack, discord }: Addresses): Clients {
  const { rest } = createDiscordClient({ apiUrl: discord.apiUrl, messageContent: false }).client;
  // Virtual time passes faster than the second that discord.js counts its calls in.
  rest.options.globalRequestsPerSecond = Number.POSITIVE_INFINITY;
  const logger = createSdkLogger(silent, () => true);
  return {
    slack: createSlackApi({ botToken: slack.botToken, apiUrl: slack.apiUrl, logger }),
    discord: createDiscordApi(rest.setToken(discord.token)),
  };
}

/** A place below a message, written to with real calls. Their real time does not count, but {@link callMs} of virtual time. */
export function callingPlace(
  platform: Platform,
  { slack, discord }: Clients,
  { channel, id }: Root,
  clock: VirtualClock,
): StagePlace {
  const reply: Reply<Part> =
    platform === 'slack'
      ? createSlackReply({
          api: slack,
          logger: silent,
          sessions: { working: async () => {} },
          team: id,
          channel,
          threadTs: id,
          questionTs: id,
          questionId: id,
        })
      : createDiscordReply({ questionId: id, place: channelPlace(discord, channel, id) });
  const call = async (work: () => Promise<void>) => {
    await clock.during(work());
    await clock.sleep(callMs);
  };
  const { attach } = reply;
  return {
    platform,
    render: platform === 'slack' ? createSlackRender(look) : createDiscordRender(look),
    reply: {
      budget: (index) => {
        const budget = reply.budget(index);
        // Each answer has an allowance of its own.
        return { ...budget, key: `${budget.key}:${id}` };
      },
      write: (index, part) => call(() => reply.write(index, part)),
      remove: (index) => call(() => reply.remove(index)),
      ...(attach ? { attach: (file) => call(() => attach(file)) } : {}),
      address: reply.address,
    },
  };
}
