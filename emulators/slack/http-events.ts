import { createHmac, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { parseJson } from './args.ts';
import type { Ack, Envelope, Sending, Transport } from './delivery.ts';
import { installation } from './installation.ts';

/** Posts envelopes to the app's request URL (`http:`), signed as Slack signs them. */
export function createHttpTransport(url: string, signingSecret: string, stopping: AbortSignal): Transport {
  return {
    send: (envelope) => {
      const { body, contentType } = encode(envelope);
      return post(url, body, stopping, {
        'content-type': contentType,
        ...signatureHeaders(body, signingSecret),
        ...(envelope.retryAttempt === 0
          ? {}
          : {
              'x-slack-retry-num': String(envelope.retryAttempt),
              'x-slack-retry-reason': envelope.retryReason === 'timeout' ? 'http_timeout' : envelope.retryReason,
            }),
      });
    },
  };
}

/** What Slack does when a request URL is entered. Rejects unless the app answers with the challenge. */
export async function verifyRequestUrl(url: string, signingSecret: string, signal: AbortSignal): Promise<void> {
  const challenge = randomUUID();
  const body = JSON.stringify({ token: installation.verificationToken, challenge, type: 'url_verification' });
  const { ack } = post(url, body, signal, {
    'content-type': 'application/json',
    ...signatureHeaders(body, signingSecret),
  });
  const answer = await ack;
  const answered = answer.ok ? Object.values(answer.payload ?? {}) : [];
  if (!answered.includes(challenge)) throw new Error(`${url} did not answer with the challenge`);
}

function signatureHeaders(body: string, signingSecret: string) {
  // The receiver compares it with its own clock, so this is the time of the machine, not the emulator's.
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${signature}` };
}

function encode({ type, payload }: Envelope): { body: string; contentType: string } {
  if (type === 'events_api') return { body: JSON.stringify(payload), contentType: 'application/json' };
  const fields: Record<string, string> =
    type === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return { body: new URLSearchParams(fields).toString(), contentType: 'application/x-www-form-urlencoded' };
}

function post(url: string, body: string, stopping: AbortSignal, headers: Record<string, string>): Sending {
  const request = httpRequest(url, {
    method: 'POST',
    agent: false,
    signal: stopping,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  });
  const sent = new Promise<void>((resolve) => {
    request.once('finish', () => resolve()).once('close', () => resolve());
  });
  const ack = new Promise<Ack>((resolve) => {
    const failed = () => resolve({ ok: false, reason: 'connection_failed' });
    request.on('error', failed);
    request.once('response', (response) => {
      readBody(response).then((text) => resolve(toAck(response.statusCode ?? 0, response.headers, text)), failed);
    });
  });
  request.end(body);
  return { sent, ack };
}

function toAck(status: number, headers: NodeJS.Dict<string | string[]>, text: string): Ack {
  if (status < 200 || status > 299) {
    return { ok: false, reason: 'http_error', final: headers['x-slack-no-retry'] === '1' };
  }
  if (text === '') return { ok: true, payload: undefined };
  const json: unknown = parseJson(text);
  const isObject = typeof json === 'object' && json !== null;
  return { ok: true, payload: isObject ? Object.fromEntries(Object.entries(json)) : { text } };
}
