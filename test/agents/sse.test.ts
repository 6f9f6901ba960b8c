import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSse } from '../../src/agents/sse.ts';

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(text: string, sizes: readonly number[], maxEventBytes?: number): Promise<string[]> {
  const read: string[] = [];
  for await (const { data } of readSse(pieces(Buffer.from(text), sizes), maxEventBytes)) read.push(data);
  return read;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const line = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replace(/[\r\n]/g, ''));

describe('server-sent events', () => {
  it('are the same however the bytes are cut and lines are ended', async () => {
    const newline = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(fc.array(line), newline, fc.boolean(), sizes, async (data, end, mark, cuts) => {
        const body = data.map((text) => `: a comment${end}data: ${text}${end}${end}`).join('');
        expect(await read(`${mark ? '\uFEFF' : ''}${body}`, cuts)).toEqual(data);
      }),
    );
  });

  it('join the lines of one event', async () => {
    expect(await read('data: one\ndata: two\n\n', [3])).toEqual(['one\ntwo']);
  });

  it('leave out an event that never ends', async () => {
    expect(await read('data: whole\n\ndata: half', [1])).toEqual(['whole']);
  });

  it('are refused when one of them grows past the limit', async () => {
    await expect(read(`data: ${'x'.repeat(200)}`, [10], 100)).rejects.toMatchObject({ kind: 'protocol' });
    await expect(read('data: xxxxx\n'.repeat(40), [7], 100)).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('do not count comments against the limit', async () => {
    expect(await read(`: ${'x'.repeat(500)}\n\ndata: small\n\n`, [10], 100)).toEqual(['small']);
  });
});
