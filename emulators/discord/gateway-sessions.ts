import type { WebSocket } from 'ws';
import { createGatewaySession, type GatewaySession } from './gateway-session.ts';
import type { Guild } from './guild.ts';
import { guildPayload, readyPayload } from './payloads.ts';
import { type RuleName, rules } from './rules.ts';
import { createSlidingWindow } from './sliding-window.ts';
import type { Report } from './violations.ts';

/** The bits of IDENTIFY's `intents` that decide what a bot is told. */
export const intent = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;
const PRIVILEGED = intent.guildMembers | intent.guildPresences | intent.messageContent;

/** Who is logged in. */
export interface GatewaySessions {
  readonly all: ReadonlyMap<string, GatewaySession>;
  connected(): GatewaySession[];
  of(socket: WebSocket): GatewaySession | undefined;
  /** IDENTIFY. */
  begin(socket: WebSocket, identity: { readonly token: string; readonly intents: number }): void;
  resume(
    socket: WebSocket,
    wanted: { readonly token: string; readonly session_id: string; readonly seq: number | null },
  ): void;
  /** Makes a session one that cannot be resumed. */
  end(session: GatewaySession): void;
  /** Closes a connection as a rule says. */
  refuse(socket: WebSocket, rule: ClosingRule, reason: string): void;
  /** From now on nothing is sent on a connection, nor heard. */
  silence(socket: WebSocket): void;
  isSilent(socket: WebSocket): boolean;
  /** What `GET /gateway/bot` tells about IDENTIFY. */
  startLimit(): object;
}

/** What {@link createGatewaySessions} needs. */
export interface GatewaySessionsOptions {
  readonly guild: Guild;
  readonly isToken: (token: string) => boolean;
  /** Makes the token worthless. */
  readonly resetToken: () => void;
  /** Whether the privileged intents are switched on in the app's settings. */
  readonly privilegedIntents: boolean;
  /** The `ws://` address that clients connect to. */
  readonly url: string;
  /** How many times faster than real time the emulator's clock runs. */
  readonly speed: number;
  /** How many times somebody identified today before the emulator began. */
  readonly usedIdentifies: number;
  readonly report: Report;
}

/** Nobody is logged in yet. */
export function createGatewaySessions(options: GatewaySessionsOptions): GatewaySessions {
  const { guild, isToken, privilegedIntents, report } = options;
  const all = new Map<string, GatewaySession>();
  const silent = new WeakSet<WebSocket>();
  const { max, windowMs } = rules.identifies;
  const identifies = createSlidingWindow(max, windowMs, guild.now, options.usedIdentifies);
  let count = 0;

  const connected = () => [...all.values()].filter(({ socket }) => socket !== undefined);

  function refuse(socket: WebSocket, rule: ClosingRule, reason: string) {
    report(rule, reason);
    socket.close(rules[rule].closes, reason);
  }

  function begin(socket: WebSocket, identity: { readonly token: string; readonly intents: number }) {
    if (!isToken(identity.token)) return refuse(socket, 'gatewayToken', 'Authentication failed.');
    if (identifies.take('') > 0) {
      options.resetToken();
      return refuse(socket, 'identifies', 'Too many sessions were started: the token was reset.');
    }
    if (!privilegedIntents && (identity.intents & PRIVILEGED) !== 0) {
      return refuse(socket, 'privilegedIntents', 'Disallowed intent(s).');
    }
    count += 1;
    const id = `session-${count}-${guild.newId()}`;
    const session = createGatewaySession(id, identity.intents, socket, (one) => silent.has(one));
    all.set(id, session);
    session.tell('READY', readyPayload(guild, { sessionId: id, url: options.url, privilegedIntents }));
    if ((identity.intents & intent.guilds) !== 0) {
      const payload = guildPayload(guild, { members: (identity.intents & intent.guildMembers) !== 0 });
      session.tell('GUILD_CREATE', payload);
    }
  }

  return {
    all,
    connected,
    of: (socket) => connected().find((session) => session.socket === socket),
    begin,
    resume(socket, { token, session_id, seq }) {
      const session = all.get(session_id);
      if (!session || !isToken(token) || !session.canReplay(seq ?? 0)) {
        report('resume', 'There is no such session to resume.');
        return socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
      }
      session.socket?.terminate();
      session.socket = socket;
      session.replay(seq ?? 0);
      session.tell('RESUMED', {});
    },
    end: (session) => {
      all.delete(session.id);
    },
    refuse,
    silence: (socket) => {
      silent.add(socket);
    },
    isSilent: (socket) => silent.has(socket),
    startLimit: () => ({
      total: max,
      remaining: identifies.remaining(''),
      reset_after: Math.ceil(identifies.resetAfterMs('') / options.speed),
      max_concurrency: 1,
    }),
  };
}

type ClosingRule = { [K in RuleName]: (typeof rules)[K] extends { closes: number } ? K : never }[RuleName];
