import { connect, createServer, type Socket } from 'node:net';

/** A server on 127.0.0.1 that stands before another one, so that a test can cut and mend the way to it. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts every connection and refuses new ones. */
  cut(): void;
  mend(): void;
  /** How many sockets it holds, towards both sides. */
  sockets(): number;
  close(): Promise<void>;
}

/** Passes everything on to `targetPort`; with `undefined` it takes connections and never says a word. */
export async function createTcpProxy(targetPort: number | undefined): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let open = true;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((near) => {
    keep(near);
    if (!open) near.destroy();
    else if (targetPort !== undefined) {
      const far = keep(connect(targetPort, '127.0.0.1'));
      near.pipe(far).pipe(near);
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    }
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    resolve(typeof address === 'object' && address ? address.port : 0);
  });
  const cut = () => {
    open = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: await promise,
    cut,
    mend() {
      open = true;
    },
    sockets: () => sockets.size,
    close() {
      cut();
      const { promise: closed, resolve: done } = Promise.withResolvers<void>();
      server.close(() => done());
      return closed;
    },
  };
}
