import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { parseJson } from './args.ts';
import type { Ack, Envelope, Sending, Transport } from './delivery.ts';
import { installation } from './installation.ts';

/** The server's side of Socket Mode. */
export interface SocketMode extends Transport {
  /** The path and query of a new link; good for one connection. */
  link(): string;
  /** Takes over a connection to `/link`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** How many sockets are open. */
  open(): number;
  /** Tells clients to connect anew; after a `refresh_requested` the socket is closed. */
  disconnect(reason: DisconnectReason, which: WhichSockets): void;
  /** Cuts every socket without a word. */
  drop(): void;
  /** Sockets that are open now stay open, but nothing is delivered by them any more, and no ping is answered. */
  silence(): void;
  /** Closes every socket; those that do not answer are cut off. */
  close(): Promise<void>;
}

/** Why Slack asks a client to connect anew: soon, or now. */
export type DisconnectReason = 'warning' | 'refresh_requested';

/** All sockets, or the one that has been open for longest. */
export type WhichSockets = 'all' | 'oldest';

const closeTimeoutMs = 500;

const ackFrame = z.object({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

/** No sockets yet. `onConnect` is called after each `hello`. */
export function createSocketMode(onConnect: () => void): SocketMode {
  const server = new WebSocketServer({ noServer: true, autoPong: false });
  const sockets = new Set<WebSocket>();
  const tickets = new Set<string>();
  const silent = new WeakSet<WebSocket>();
  const pending = new Map<string, { readonly socket: WebSocket; readonly resolve: (ack: Ack) => void }>();
  let ticketCount = 0;
  let turn = 0;

  function receive(frame: string): void {
    const parsed = ackFrame.safeParse(parseJson(frame));
    if (!parsed.success) return;
    const { envelope_id: id, payload } = parsed.data;
    // Bolt's ack() without words sends an empty object.
    const empty = payload === undefined || Object.keys(payload).length === 0;
    settle(id, { ok: true, payload: empty ? undefined : payload });
  }

  function settle(id: string, ack: Ack): void {
    pending.get(id)?.resolve(ack);
    pending.delete(id);
  }

  function forget(closed: WebSocket): void {
    sockets.delete(closed);
    for (const [id, { socket }] of pending) {
      if (socket === closed) settle(id, { ok: false, reason: 'socket_closed' });
    }
  }

  function accept(socket: WebSocket): void {
    sockets.add(socket);
    socket.on('message', (data) => receive(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('ping', (data) => {
      if (!silent.has(socket)) socket.pong(data);
    });
    socket.on('close', () => forget(socket));
    const hello = {
      type: 'hello',
      num_connections: sockets.size,
      debug_info: { host: 'emulator', approximate_connection_time: 18_060 },
      connection_info: { app_id: installation.appId },
    };
    socket.send(JSON.stringify(hello), onConnect);
  }

  /** Oldest first. */
  const openSockets = () => [...sockets].filter((socket) => socket.readyState === socket.OPEN);

  /** The sockets take turns: Slack sends each envelope to one of them. */
  function nextSocket(): WebSocket | undefined {
    const ready = openSockets();
    turn += 1;
    return ready[turn % Math.max(ready.length, 1)];
  }

  function send(envelope: Envelope): Sending | undefined {
    const socket = nextSocket();
    if (socket === undefined) return undefined;
    const ack = new Promise<Ack>((resolve) => pending.set(envelope.envelopeId, { socket, resolve }));
    if (silent.has(socket)) return { sent: Promise.resolve(), ack, lost: true };
    const sent = new Promise<void>((resolve) => {
      socket.send(JSON.stringify(toFrame(envelope)), () => resolve());
    });
    return { sent, ack };
  }

  return {
    link: () => {
      ticketCount += 1;
      const ticket = `ticket-${ticketCount}`;
      tickets.add(ticket);
      return `/link/?ticket=${ticket}&app_id=${installation.appId}`;
    },
    upgrade: (request, socket, head) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (!pathname.startsWith('/link') || !tickets.delete(searchParams.get('ticket') ?? '')) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },
    send,
    open: () => openSockets().length,
    disconnect: (reason, which) => {
      for (const socket of which === 'all' ? sockets : openSockets().slice(0, 1)) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'emulator' } }));
        if (reason === 'refresh_requested') socket.close(1000);
      }
    },
    drop: () => {
      for (const socket of sockets) socket.terminate();
    },
    silence: () => {
      for (const socket of sockets) silent.add(socket);
    },
    close: async () => {
      const closed = [...sockets].map((socket) => {
        socket.close(1001);
        return once(socket, 'close');
      });
      await Promise.race([Promise.all(closed), sleep(closeTimeoutMs, undefined, { ref: false })]);
      for (const socket of sockets) socket.terminate();
    },
  };
}

function toFrame({ envelopeId, type, payload, retryAttempt, retryReason }: Envelope) {
  const retry = type === 'events_api' ? { retry_attempt: retryAttempt, retry_reason: retryReason } : {};
  return { envelope_id: envelopeId, type, payload, accepts_response_payload: type !== 'events_api', ...retry };
}
