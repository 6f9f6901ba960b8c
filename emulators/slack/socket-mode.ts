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
  /** Tells every client to connect anew, and closes. */
  disconnect(reason: string): void;
  /** Closes every socket; those that do not answer are cut off. */
  close(): Promise<void>;
}

const closeTimeoutMs = 500;

const ackFrame = z.object({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

/** No sockets yet. `onConnect` is called after each `hello`. */
export function createSocketMode(onConnect: () => void): SocketMode {
  const server = new WebSocketServer({ noServer: true });
  const sockets = new Set<WebSocket>();
  const tickets = new Set<string>();
  const pending = new Map<string, (ack: Ack) => void>();
  let ticketCount = 0;
  let turn = 0;

  function receive(frame: string): void {
    const parsed = ackFrame.safeParse(parseJson(frame));
    if (!parsed.success) return;
    const { envelope_id: id, payload } = parsed.data;
    // Bolt's ack() without words sends an empty object.
    const empty = payload === undefined || Object.keys(payload).length === 0;
    pending.get(id)?.({ ok: true, payload: empty ? undefined : payload });
    pending.delete(id);
  }

  function accept(socket: WebSocket): void {
    sockets.add(socket);
    socket.on('message', (data) => receive(String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => sockets.delete(socket));
    const hello = {
      type: 'hello',
      num_connections: sockets.size,
      debug_info: { host: 'emulator', approximate_connection_time: 18_060 },
      connection_info: { app_id: installation.appId },
    };
    socket.send(JSON.stringify(hello), onConnect);
  }

  /** The sockets take turns: Slack sends each envelope to one of them. */
  function nextSocket(): WebSocket | undefined {
    const ready = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
    turn += 1;
    return ready[turn % Math.max(ready.length, 1)];
  }

  function send(envelope: Envelope): Sending | undefined {
    const socket = nextSocket();
    if (socket === undefined) return undefined;
    const ack = new Promise<Ack>((resolve) => pending.set(envelope.envelopeId, resolve));
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
    open: () => [...sockets].filter((socket) => socket.readyState === socket.OPEN).length,
    disconnect: (reason) => {
      for (const socket of sockets) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'emulator' } }));
        socket.close(1000);
      }
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
