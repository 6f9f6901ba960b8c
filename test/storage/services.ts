import { connect } from 'node:net';

/** A store that runs beside the tests, on this machine and in CI. */
export interface Service {
  readonly port: number;
  /** Its URL with another port, for a proxy before it. */
  url(port?: number): string;
  /** Why its tests are skipped; `undefined` when it can be reached. */
  readonly missing: string | undefined;
}

async function service(name: string, port: number, url: (port: number) => string): Promise<Service> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
  const reachable = await promise;
  socket.destroy();
  return {
    port,
    url: (at = port) => url(at),
    missing: reachable ? undefined : `no ${name} on 127.0.0.1:${port}`,
  };
}

/** A Redis server, for any database. */
export const redis = await service('Redis', 6379, (port) => `redis://127.0.0.1:${port}`);
/** A PostgreSQL server with a database `test` that trusts everybody. */
export const postgres = await service('PostgreSQL', 5432, (port) => `postgres://postgres@127.0.0.1:${port}/test`);
