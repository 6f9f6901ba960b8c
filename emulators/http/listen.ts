import { createServer, type RequestListener, type Server } from 'node:http';

/** A server that listens on 127.0.0.1 only. */
export interface LocalServer {
  readonly server: Server;
  readonly port: number;
  /** Stops listening and destroys open connections. */
  close(): Promise<void>;
}

/** Starts an HTTP server on 127.0.0.1; port 0 takes a free one. Rejects when the port is taken. */
export async function listenLocally(listener: RequestListener, port = 0): Promise<LocalServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    server,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
