import { createServer, type RequestListener, type Server } from 'node:http';

/** A server that listens on 127.0.0.1 only. */
export interface LocalServer {
  readonly server: Server;
  readonly port: number;
  /** Refuses connections, and destroys the open ones, until `resume`. */
  refuse(): Promise<void>;
  resume(): Promise<void>;
  /** Stops listening and destroys open connections. */
  close(): Promise<void>;
}

/** Starts an HTTP server on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. */
export async function listenLocally(listener: RequestListener, port = 0): Promise<LocalServer> {
  const server = createServer(listener);
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(port);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const taken = address.port;
  return { server, port: taken, refuse: close, resume: () => listen(taken), close };
}
