import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** The text of the files that were attached in each channel of Discord: its emulator keeps only their names. */
export interface Uploads {
  in(channel: string): readonly string[];
}

/** Reads along with every request of this process that attaches files. */
export function watchUploads(): Uploads {
  const texts = new Map<string, string[]>();

  async function keep(channel: string, body: Buffer, type: string): Promise<void> {
    const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': type } }).formData();
    const files = [...form.values()].filter((value) => typeof value !== 'string');
    const read = await Promise.all(files.map((file) => file.text()));
    texts.set(channel, [...(texts.get(channel) ?? []), ...read]);
  }

  subscribe('http.server.request.start', (message) => {
    const request = requestOf(message);
    const channel = /\/channels\/(\d+)\/messages/.exec(request?.url ?? '')?.[1];
    const type = request?.headers['content-type'] ?? '';
    if (!request || channel === undefined || !type.startsWith('multipart/form-data')) return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => void keep(channel, Buffer.concat(chunks), type).catch(() => {}));
  });
  return { in: (channel) => texts.get(channel) ?? [] };
}

function requestOf(message: unknown): IncomingMessage | undefined {
  const isStart = (value: unknown): value is { request: IncomingMessage } =>
    typeof value === 'object' && value !== null && 'request' in value;
  return isStart(message) ? message.request : undefined;
}
