import { WebSocket } from 'ws';

/** A session that has missed more than this many events can no longer be resumed. */
const maxReplayed = 1000;

/** One IDENTIFY and what came of it; it outlives its connection so that it can be resumed. */
export interface GatewaySession {
  readonly id: string;
  readonly intents: number;
  /** The open connection; `undefined` while there is none. */
  socket: WebSocket | undefined;
  /** Sends an event, or keeps it for RESUME. True when there is a connection that can take it. */
  tell(event: string, payload: object): boolean;
  /** Whether everything after `seq` is still known. */
  canReplay(seq: number): boolean;
  replay(seq: number): void;
}

/** A session that begins on a connection. `isSilent`: whether nothing is sent on a connection any more. */
export function createGatewaySession(
  id: string,
  intents: number,
  socket: WebSocket,
  isSilent: (socket: WebSocket) => boolean,
): GatewaySession {
  const events: { seq: number; frame: string }[] = [];
  let last = 0;

  return {
    id,
    intents,
    socket,
    tell(event, payload) {
      last += 1;
      const frame = JSON.stringify({ op: 0, t: event, s: last, d: payload });
      events.push({ seq: last, frame });
      if (events.length > maxReplayed) events.shift();
      if (this.socket?.readyState !== WebSocket.OPEN || isSilent(this.socket)) return false;
      this.socket.send(frame);
      return true;
    },
    canReplay: (seq) => seq <= last && seq >= (events[0]?.seq ?? 1) - 1,
    replay(seq) {
      for (const event of events) if (event.seq > seq) this.socket?.send(event.frame);
    },
  };
}
