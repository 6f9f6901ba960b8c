import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseCommand } from './gateway-command.ts';
import { createGatewaySessions, type GatewaySessionsOptions, intent } from './gateway-sessions.ts';
import type { Channel } from './guild.ts';
import { channelPayload } from './payloads.ts';

const HEARTBEAT_INTERVAL_MS = 41_250;

/** What a bot is told, for its intents; `undefined` tells it nothing. */
export type PayloadFor = (intents: number) => object | undefined;

/** The WebSocket side of the emulator. */
export interface Gateway {
  /** Identified connections that are open now. */
  readonly connections: number;
  /** Tells every session, also those that are disconnected and may resume. How many connections it reached. */
  dispatch(event: string, payloadFor: PayloadFor): number;
  /** Tells of a new channel of the guild, unless the bot may not see it. */
  announceChannel(channel: Channel): void;
  dropConnections(code?: number): void;
  silenceConnections(): void;
  /** Drops all connections, identified or not. */
  cut(): void;
  requestReconnect(): void;
  invalidateSession(resumable: boolean): void;
  redeliverNext(event: string, times: number): void;
  /** What `GET /gateway/bot` tells about IDENTIFY. */
  sessionStartLimit(): object;
  stop(): void;
}

/** What {@link createGateway} needs. */
export interface GatewayOptions extends GatewaySessionsOptions {
  readonly server: Server;
  readonly onChange: () => void;
}

/** Serves the gateway on an HTTP server. */
export function createGateway(options: GatewayOptions): Gateway {
  const { server, guild, speed, onChange } = options;
  const sessions = createGatewaySessions(options);
  const repeats = new Map<string, number>();
  const sockets = new WebSocketServer({ server });
  const heartbeatIntervalMs = HEARTBEAT_INTERVAL_MS / speed;

  const send = (socket: WebSocket | undefined, op: number, d: unknown) =>
    socket?.send(JSON.stringify({ op, d, s: null, t: null }));

  sockets.on('connection', (socket) => {
    // Two intervals: how long Discord waits is not documented.
    const heartbeat = setTimeout(() => {
      const session = sessions.of(socket);
      if (session) sessions.end(session);
      if (sessions.isSilent(socket)) socket.terminate();
      else sessions.refuse(socket, 'heartbeat', 'Session timed out.');
    }, heartbeatIntervalMs * 2);
    heartbeat.unref();
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      if (sessions.isSilent(socket)) return;
      const message = parseCommand(data);
      if (message === undefined) return sessions.refuse(socket, 'gatewayJson', 'Error while decoding payload.');
      if (!message.success) return sessions.refuse(socket, 'gatewayOpcode', 'Unknown opcode.');
      const { op, d } = message.data;
      if (op === 1) {
        heartbeat.refresh();
        return socket.send(JSON.stringify({ op: 11 }));
      }
      if (op === 2 || op === 6) {
        if (sessions.of(socket)) return sessions.refuse(socket, 'identifyOnce', 'Already authenticated.');
        if (op === 2) sessions.begin(socket, d);
        else sessions.resume(socket, d);
        onChange();
      } else if (!sessions.of(socket)) sessions.refuse(socket, 'identifyFirst', 'Not authenticated.');
    });
    socket.on('close', (code) => {
      clearTimeout(heartbeat);
      const session = sessions.of(socket);
      if (!session) return;
      session.socket = undefined;
      // A session survives every close of the client but a normal one.
      if (code === 1000 || code === 1001) sessions.end(session);
      onChange();
    });
    send(socket, 10, { heartbeat_interval: heartbeatIntervalMs });
  });

  function dispatch(event: string, payloadFor: PayloadFor) {
    const times = 1 + (repeats.get(event) ?? 0);
    repeats.delete(event);
    let reached = 0;
    for (const session of sessions.all.values()) {
      const payload = payloadFor(session.intents);
      if (payload === undefined) continue;
      for (let time = 0; time < times; time += 1) {
        if (session.tell(event, payload) && time === 0) reached += 1;
      }
    }
    return reached;
  }

  return {
    get connections() {
      return sessions.connected().length;
    },
    dispatch,
    announceChannel(channel) {
      if (!guild.botCan(channel).view) return;
      dispatch('CHANNEL_CREATE', (intents) =>
        (intents & intent.guilds) === 0 ? undefined : channelPayload(guild, channel),
      );
    },
    dropConnections(code) {
      for (const session of sessions.connected()) {
        const { socket } = session;
        session.socket = undefined;
        if (code === undefined) socket?.terminate();
        else socket?.close(code);
      }
      onChange();
    },
    cut() {
      for (const socket of sockets.clients) socket.terminate();
    },
    silenceConnections() {
      for (const { socket } of sessions.connected()) if (socket) sessions.silence(socket);
    },
    requestReconnect() {
      for (const { socket } of sessions.connected()) send(socket, 7, null);
    },
    invalidateSession(resumable) {
      for (const session of sessions.connected()) {
        send(session.socket, 9, resumable);
        session.socket = undefined;
        if (!resumable) sessions.end(session);
      }
      onChange();
    },
    redeliverNext(event, times) {
      repeats.set(event, times);
    },
    sessionStartLimit: sessions.startLimit,
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
