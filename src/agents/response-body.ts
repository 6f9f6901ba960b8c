import { FootnoteError } from '../core/errors.ts';

/** The body of a response, decompressed where the service compresses unasked. Throws `protocol` past `maxBytes`. */
export async function* readBody(
  body: AsyncIterable<Uint8Array>,
  contentEncoding: string,
  maxBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of decoded(body, contentEncoding)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new FootnoteError('protocol', `The response is longer than ${maxBytes} bytes.`);
    yield chunk;
  }
}

/** At most the first `maxBytes` of a body as text; what follows is not read. */
export async function readStart(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    text += decoder.decode(chunk, { stream: true });
    if (bytes >= maxBytes) break;
  }
  return text;
}

function decoded(body: AsyncIterable<Uint8Array>, contentEncoding: string): AsyncIterable<Uint8Array> {
  const encoding = contentEncoding.trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip' && encoding !== 'deflate')
    throw new FootnoteError('protocol', `The response is encoded as ${encoding}, which was not asked for.`);
  return ReadableStream.from(body).pipeThrough(new DecompressionStream(encoding));
}
