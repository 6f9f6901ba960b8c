import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { closeCode, parseCommand } from './gateway-command.ts';
import type { Channel, Guild } from './guild.ts';
import { channelPayload, guildPayload, userPayload } from './payloads.ts';

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
const HEARTBEAT_INTERVAL_MS = 41_250;
/** A session that missed more than this many events can no longer be resumed. */
const MAX_REPLAYED = 1000;

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly events: { seq: number; frame: string }[];
  seq: number;
  socket: WebSocket | undefined;
}

/** What a bot is told, for its intents; `undefined` tells it nothing. */
export type PayloadFor = (intents: number) => object | undefined;

/** The WebSocket side of the emulator. */
export interface Gateway {
  /** Identified connections that are open now. */
  readonly connections: number;
  /** Tells every session, also those that are disconnected and may resume. */
  dispatch(event: string, payloadFor: PayloadFor): void;
  /** Tells of a new channel of the guild, unless the bot may not see it. */
  announceChannel(channel: Channel): void;
  dropConnections(code?: number): void;
  requestReconnect(): void;
  invalidateSession(resumable: boolean): void;
  stop(): void;
}

/** What {@link createGateway} needs. */
export interface GatewayOptions {
  readonly server: Server;
  readonly guild: Guild;
  readonly token: string;
  /** Whether the privileged intents are switched on in the app's settings. */
  readonly privilegedIntents: boolean;
  /** The `ws://` address that clients connect to. */
  readonly url: string;
  readonly onChange: () => void;
}

/** Serves the gateway on an HTTP server. */
export function createGateway({ server, guild, token, privilegedIntents, url, onChange }: GatewayOptions): Gateway {
  const sessions = new Map<string, Session>();
  const sockets = new WebSocketServer({ server });
  let sessionCount = 0;

  const connected = () => [...sessions.values()].filter(({ socket }) => socket !== undefined);
  const sessionOf = (socket: WebSocket) => connected().find((session) => session.socket === socket);

  function tell(session: Session, event: string, payload: object) {
    session.seq += 1;
    const frame = JSON.stringify({ op: 0, t: event, s: session.seq, d: payload });
    session.events.push({ seq: session.seq, frame });
    if (session.events.length > MAX_REPLAYED) session.events.shift();
    session.socket?.send(frame);
  }

  function identify(socket: WebSocket, identity: { token: string; intents: number }) {
    if (identity.token !== token) return socket.close(closeCode.authenticationFailed, 'Authentication failed.');
    if (!privilegedIntents && (identity.intents & PRIVILEGED) !== 0) {
      return socket.close(closeCode.disallowedIntents, 'Disallowed intent(s).');
    }
    sessionCount += 1;
    const id = `session-${sessionCount}-${guild.newId()}`;
    const session: Session = { id, intents: identity.intents, events: [], seq: 0, socket };
    sessions.set(id, session);
    tell(session, 'READY', {
      v: 10,
      user: userPayload(guild.bot),
      guilds: [{ id: guild.id, unavailable: true }],
      session_id: id,
      resume_gateway_url: url,
      session_type: 'normal',
      private_channels: [],
      shard: [0, 1],
      application: { id: guild.applicationId, flags: privilegedIntents ? 1 << 19 : 0 },
    });
    if ((identity.intents & intent.guilds) !== 0) {
      tell(session, 'GUILD_CREATE', guildPayload(guild, { members: (identity.intents & intent.guildMembers) !== 0 }));
    }
  }

  function resume(socket: WebSocket, wanted: { token: string; session_id: string; seq: number | null }) {
    const session = sessions.get(wanted.session_id);
    const seq = wanted.seq ?? 0;
    const oldest = session?.events[0]?.seq ?? 1;
    if (!session || wanted.token !== token || seq > session.seq || seq < oldest - 1) {
      return socket.send(JSON.stringify({ op: 9, d: false, s: null, t: null }));
    }
    session.socket?.terminate();
    session.socket = socket;
    for (const event of session.events) if (event.seq > seq) socket.send(event.frame);
    tell(session, 'RESUMED', {});
  }

  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      const message = parseCommand(data);
      if (message === undefined) return socket.close(closeCode.decodeError, 'Error while decoding payload.');
      if (!message.success) return socket.close(closeCode.unknownOpcode, 'Unknown opcode.');
      const { op, d } = message.data;
      if (op === 1) return socket.send(JSON.stringify({ op: 11 }));
      if (op === 2 || op === 6) {
        if (sessionOf(socket)) return socket.close(closeCode.alreadyAuthenticated, 'Already authenticated.');
        if (op === 2) identify(socket, d);
        else resume(socket, d);
        onChange();
      } else if (!sessionOf(socket)) socket.close(closeCode.notAuthenticated, 'Not authenticated.');
    });
    socket.on('close', (code) => {
      const session = sessionOf(socket);
      if (!session) return;
      session.socket = undefined;
      // A session survives every close of the client but a normal one.
      if (code === 1000 || code === 1001) sessions.delete(session.id);
      onChange();
    });
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: HEARTBEAT_INTERVAL_MS }, s: null, t: null }));
  });

  function dispatch(event: string, payloadFor: PayloadFor) {
    for (const session of sessions.values()) {
      const payload = payloadFor(session.intents);
      if (payload !== undefined) tell(session, event, payload);
    }
  }

  return {
    get connections() {
      return connected().length;
    },
    dispatch,
    announceChannel(channel) {
      if (!guild.botCan(channel).view) return;
      dispatch('CHANNEL_CREATE', (intents) =>
        (intents & intent.guilds) === 0 ? undefined : channelPayload(guild, channel),
      );
    },
    dropConnections(code) {
      for (const session of connected()) {
        const { socket } = session;
        session.socket = undefined;
        if (code === undefined) socket?.terminate();
        else socket?.close(code);
      }
      onChange();
    },
    requestReconnect() {
      for (const { socket } of connected()) socket?.send(JSON.stringify({ op: 7, d: null, s: null, t: null }));
    },
    invalidateSession(resumable) {
      for (const session of connected()) {
        session.socket?.send(JSON.stringify({ op: 9, d: resumable, s: null, t: null }));
        session.socket = undefined;
        if (!resumable) sessions.delete(session.id);
      }
      onChange();
    },
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      sessions.clear();
    },
  };
}
