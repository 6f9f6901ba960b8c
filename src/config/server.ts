import { z } from 'zod';
import { dayMs, integer, oneOf } from './values.ts';
import { variable } from './variable.ts';

/** How the process runs on its machine. */
export const server = {
  host: variable('HOST', z.string().default('127.0.0.1'), {
    about: 'Where the HTTP server (/healthz, /readyz, /metrics, /slack/events) listens: the address',
  }),
  port: variable('PORT', integer(0, 65_535).default(3000), { about: 'Where the HTTP server listens: the port' }),
  logLevel: variable('LOG_LEVEL', oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'), {
    about: 'How much is logged: trace, debug, info, warn, error, fatal or silent',
  }),
  drainMs: variable('DRAIN_MS', integer(0, dayMs).default(25_000), {
    about: 'How long a stop waits for answers in flight, in milliseconds',
  }),
  leaseMs: variable('LEASE_MS', integer(1, dayMs).default(15_000), {
    about: 'How long a run belongs to a process that no longer renews it, in milliseconds',
  }),
};
