import type { IncomingMessage } from 'node:http';
import type { UploadedFile } from './message-body.ts';
import { RuleError } from './rule-error.ts';
import { rules } from './rules.ts';

/** What a request carries: its JSON, and the files when it came as multipart. */
export interface RequestBody {
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
}

/**
 * Reads a request to its end. What is returned parses it, and throws a `RuleError` when it is too large or no JSON.
 */
export async function readRequest(request: IncomingMessage): Promise<() => RequestBody> {
  const bytes = await readBytes(request);
  if (bytes === undefined) return fail('requestSize');
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) return parsed(bytes.toString('utf8'), []);
  const form = await new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } }).formData();
  const json = form.get('payload_json');
  const files: UploadedFile[] = [];
  for (const value of form.values()) {
    if (typeof value === 'string') continue;
    files.push({ name: value.name, size: value.size, type: value.type, content: await value.text() });
  }
  return parsed(typeof json === 'string' ? json : '{}', files);
}

function parsed(json: string, files: readonly UploadedFile[]): () => RequestBody {
  if (json === '') return () => ({ body: undefined, files });
  try {
    const body: unknown = JSON.parse(json);
    return () => ({ body, files });
  } catch {
    return fail('invalidJson');
  }
}

function fail(rule: 'invalidJson' | 'requestSize') {
  return () => {
    throw new RuleError(rule);
  };
}

async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= rules.requestSize.max) chunks.push(bytes);
  }
  return size > rules.requestSize.max ? undefined : Buffer.concat(chunks);
}
