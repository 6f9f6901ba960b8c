import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { readBody } from '../http/read-body.ts';
import type { UploadedFile } from './message-body.ts';
import { RuleError } from './rules.ts';

/** The body of a request: its JSON, and the files when it came as multipart. Throws a `RuleError` when it is no JSON. */
export async function readRequest(request: IncomingMessage): Promise<{ body: unknown; files: UploadedFile[] }> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return { body: parseJson(await readBody(request)), files: [] };
  const form = await new Response(Readable.toWeb(request), { headers: { 'content-type': type } }).formData();
  const json = form.get('payload_json');
  const files: UploadedFile[] = [];
  for (const value of form.values()) {
    if (typeof value !== 'string') files.push({ name: value.name, size: value.size, type: value.type });
  }
  return { body: typeof json === 'string' ? parseJson(json) : {}, files };
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new RuleError('invalidJson');
  }
}
