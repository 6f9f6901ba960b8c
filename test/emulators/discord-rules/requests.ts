import { Routes } from 'discord.js';
import type { Bench, RuleCase } from './bench.ts';

const MIB = 1024 * 1024;
const file = (bytes: number, name = 'file') => ({ name, data: Buffer.alloc(bytes), contentType: 'text/plain' });
const files = (count: number, bytes: number) => Array.from({ length: count }, (_, index) => file(bytes, `${index}`));

const sendBytes = ({ rest, general, careful }: Bench, bytes: number) =>
  rest.post(Routes.channelMessages(general), {
    body: JSON.stringify(careful({ nonce: 'n', enforce_nonce: true })).padEnd(bytes),
    passThroughBody: true,
    headers: { 'content-type': 'application/json' },
  });

const list = ({ rest, general }: Bench, range: Record<string, string>) =>
  rest.get(Routes.channelMessages(general), { query: new URLSearchParams(range) });

/** Rules about requests in general. */
export const requestCases = {
  unauthorized: {
    good: ({ rest }) => rest.get(Routes.user()),
    bad: ({ rest }) => rest.setToken('wrong').get(Routes.user()),
  },
  unknownRoute: {
    good: ({ rest }) => rest.get(Routes.gatewayBot()),
    bad: ({ rest }) => rest.get('/nowhere'),
  },
  invalidJson: {
    good: ({ send }) => send(),
    bad: ({ rest, general }) =>
      rest.post(Routes.channelMessages(general), {
        body: '{"content":',
        passThroughBody: true,
        headers: { 'content-type': 'application/json' },
      }),
  },
  malformedBody: { good: ({ send }) => send({ content: '1' }), bad: ({ send }) => send({ content: 1 }) },
  requestSchema: {
    good: ({ send }) => send({ tts: false }),
    bad: ({ send }) => send({ contents: 'text' }),
  },
  requestSize: { good: (bench) => sendBytes(bench, 25 * MIB), bad: (bench) => sendBytes(bench, 25 * MIB + 1) },
  fileSize: {
    good: ({ send, general }) => send({}, general, files(1, 10 * MIB)),
    bad: ({ send, general }) => send({}, general, files(1, 10 * MIB + 1)),
  },
  files: {
    good: ({ send, general }) => send({}, general, files(10, 1)),
    bad: ({ send, general }) => send({}, general, files(11, 1)),
  },
  listedMessages: {
    good: ({ rest, general }) => rest.get(Routes.channelMessages(general), { query: new URLSearchParams('limit=100') }),
    bad: ({ rest, general }) => rest.get(Routes.channelMessages(general), { query: new URLSearchParams('limit=101') }),
  },
  listedRange: {
    good: (bench) => list(bench, { after: bench.general }),
    bad: (bench) => list(bench, { after: bench.general, before: bench.general }),
  },
} satisfies Record<string, RuleCase>;
