import { createGzip, constants as zlib } from 'node:zlib';
import type { Exchange } from '../http/exchange.ts';
import { streamFrames, wholeResponse } from './frames.ts';
import type { RekaAnswer, StreamShape } from './script.ts';

/** Sends an answer; `asked` is what the request wanted. */
export async function sendAnswer(
  answer: RekaAnswer,
  exchange: Exchange,
  asked: { model: string; stream: boolean },
): Promise<void> {
  const isStream = answer.format === undefined ? asked.stream : answer.format === 'sse';
  await (isStream ? sendStream(answer, exchange, asked.model) : sendWhole(answer, exchange, asked.model));
}

async function sendWhole(answer: RekaAnswer, exchange: Exchange, model: string): Promise<void> {
  for (const { delayMs = 0 } of answer.items) await exchange.sleep(delayMs);
  if (answer.ending === 'hang') return;
  if (answer.ending === 'reset') return exchange.reset();
  if (!exchange.signal.aborted) exchange.send(200, wholeResponse(answer, model));
}

async function sendStream(answer: RekaAnswer, exchange: Exchange, model: string): Promise<void> {
  const { response, signal } = exchange;
  const write = createWriter(exchange, answer.shape ?? {});
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    ...(answer.shape?.gzip && { 'content-encoding': 'gzip' }),
  });
  response.flushHeaders();
  for (const { delayMs, bytes } of streamFrames(answer, model)) {
    await exchange.sleep(delayMs);
    if (signal.aborted) return;
    await write(bytes);
  }
  if (answer.ending === 'hang') return;
  if (answer.ending === 'reset') return exchange.reset();
  if (answer.ending === 'fin-mid-event') return exchange.fin();
  response.end();
}

/** Sends pieces in the shape that the script wants. */
function createWriter(exchange: Exchange, { gzip, byteOrderMark, bytesPerWrite }: StreamShape) {
  const zipped = gzip ? createZip() : undefined;
  let isFirst = true;
  return async (piece: string | Uint8Array): Promise<void> => {
    const plain = Buffer.concat([Buffer.from(isFirst && byteOrderMark ? '\uFEFF' : ''), Buffer.from(piece)]);
    isFirst = false;
    const bytes = zipped ? await zipped(plain) : plain;
    const size = bytesPerWrite ?? bytes.length;
    for (let at = 0; at < bytes.length; at += size) await exchange.write(bytes.subarray(at, at + size));
  };
}

/** Compresses piece after piece, each so that it can be read at once. */
function createZip() {
  const gzip = createGzip({ flush: zlib.Z_SYNC_FLUSH });
  return (plain: Buffer): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const pieces: Buffer[] = [];
      const collect = (piece: Buffer) => pieces.push(piece);
      gzip.on('data', collect);
      gzip.write(plain, (error) => {
        gzip.off('data', collect);
        if (error) reject(error);
        else resolve(Buffer.concat(pieces));
      });
    });
}
