import { once } from 'node:events';
import { Agent, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../../src/ops/http-server.ts';

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

const ready = { ready: true, reasons: {} };
const quiet = () => ({ debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() });

async function start(options: Partial<HttpServerOptions> = {}) {
  const logger = quiet();
  const metrics = { render: async () => ({ contentType: 'text/plain', body: 'footnote_x 1\n' }) };
  const server = createHttpServer({ host: '127.0.0.1', port: 0, health: () => ready, metrics, logger, ...options });
  servers.push(server);
  const { port } = await server.start();
  return { server, port, logger, url: (path: string) => `http://127.0.0.1:${port}${path}` };
}

describe('createHttpServer', () => {
  it('says that the process lives', async () => {
    const { url } = await start({ health: () => ({ ready: false, reasons: {} }) });
    const response = await fetch(url('/healthz'));
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
    expect((await fetch(url('/healthz?from=probe'), { method: 'HEAD' })).status).toBe(200);
  });

  it('says whether the bot is ready, and why not', async () => {
    let health = { ready: false, reasons: { slack: 'not connected' } };
    const { url } = await start({ health: () => health });
    const before = await fetch(url('/readyz'));
    expect([before.status, await before.json()]).toEqual([503, health]);
    health = { ready: true, reasons: { slack: '' } };
    const after = await fetch(url('/readyz'));
    expect([after.status, await after.json()]).toEqual([200, { ready: true }]);
    expect(after.headers.get('content-type')).toContain('application/json');
  });

  it('is not ready while the check hangs or fails', async () => {
    const hanging = await start({ health: () => new Promise(() => {}), healthTimeoutMs: 20 });
    const late = await fetch(hanging.url('/readyz'));
    expect([late.status, await late.json()]).toMatchObject([503, { reasons: { health: /within 20 ms/ } }]);
    const failing = await start({
      health: () => {
        throw new Error('secret detail');
      },
    });
    const failed = await fetch(failing.url('/readyz'));
    expect([failed.status, await failed.text()]).toEqual([503, expect.not.stringContaining('secret')]);
  });

  it('shows the metrics', async () => {
    const { url } = await start();
    const response = await fetch(url('/metrics'));
    expect([response.status, await response.text()]).toEqual([200, 'footnote_x 1\n']);
  });

  it('knows no other path, and no other method', async () => {
    const { url } = await start({ mounts: { '/slack/events': (_, response) => void response.end() } });
    for (const path of ['/', '/healthz/', '/slack/events/', '/__proto__', '/constructor']) {
      expect((await fetch(url(path))).status, path).toBe(404);
    }
    const refused = await fetch(url('/readyz'), { method: 'POST', body: 'x' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('hands requests of a mounted path over, body and all', async () => {
    const echo = async (request: IncomingMessage, response: ServerResponse) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      response.end(`${request.method} ${request.url} ${body}`);
    };
    const { url } = await start({ mounts: { '/slack/events': echo } });
    const response = await fetch(url('/slack/events?x=1'), { method: 'POST', body: 'payload' });
    expect(await response.text()).toBe('POST /slack/events?x=1 payload');
  });

  it('answers 500 and logs when a handler fails, whether at once or later', async () => {
    const { url, logger } = await start({
      mounts: {
        '/now': () => {
          throw new Error('secret detail');
        },
        '/later': () => Promise.reject(new Error('secret detail')),
      },
    });
    for (const path of ['/now', '/later']) {
      const response = await fetch(url(path));
      expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('secret')]);
    }
    expect(logger.error).toHaveBeenCalledTimes(2);
  });

  it('names PORT when the port is in use, and HOST when the address is not of this machine', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringMatching(new RegExp(`^PORT: ${port} on 127\\.0\\.0\\.1 is in use`)),
    });
    await expect(start({ host: '192.0.2.1' })).rejects.toMatchObject({
      kind: 'config',
      message: expect.stringMatching(/^HOST: /),
    });
  });

  it('ends kept-alive connections when it stops, and takes no more', async () => {
    const { server, url, port } = await start();
    const agent = new Agent({ keepAlive: true });
    const [response] = await once(get(url('/healthz'), { agent }), 'response');
    response.resume();
    await once(response, 'end');
    await server.stop();
    await server.stop();
    const [error] = await once(connect(port, '127.0.0.1'), 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    agent.destroy();
  });

  it('lets a request in flight finish when it stops', async () => {
    const begun = Promise.withResolvers<ServerResponse>();
    const mounts = { '/slow': (_: IncomingMessage, response: ServerResponse) => begun.resolve(response) };
    // A stop that waited for the kept-alive connection would outlast the test.
    const { server, url } = await start({ mounts, stopTimeoutMs: 60_000 });
    const answer = fetch(url('/slow')).then((response) => response.text());
    const response = await begun.promise;
    const stopped = server.stop();
    response.end('done');
    expect(await answer).toBe('done');
    await stopped;
  });

  it('does not wait for a request that never ends', async () => {
    const begun = Promise.withResolvers<void>();
    const { server, url } = await start({ mounts: { '/hang': () => begun.resolve() }, stopTimeoutMs: 20 });
    const answer = fetch(url('/hang')).then(String, () => 'cut');
    await begun.promise;
    await server.stop();
    expect(await answer).toBe('cut');
  });
});
