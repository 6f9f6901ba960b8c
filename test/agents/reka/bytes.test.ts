import { describe, expect, it } from 'vitest';
import type { StreamShape } from '../../../emulators/reka/script.ts';
import { ask } from '../ask.ts';
import { answerOf, emulated, page, searchCall, toolResult } from './emulated.ts';

const text = 'Zürich, 漢字, 👨‍👩‍👧 and a link [example.com](https://example.com/a).\n\n- one\n- two';
const shapes: [string, StreamShape][] = [
  ['one byte at a time', { bytesPerWrite: 1 }],
  ['in pieces that cut characters', { bytesPerWrite: 3 }],
  ['with CRLF', { newline: '\r\n' }],
  ['with CR', { newline: '\r' }],
  ['with CRLF, one byte at a time', { newline: '\r\n', bytesPerWrite: 1 }],
  ['with a byte order mark', { byteOrderMark: true }],
  ['with a byte order mark, one byte at a time', { byteOrderMark: true, bytesPerWrite: 1 }],
  ['compressed', { gzip: true }],
  ['compressed, one byte at a time', { gzip: true, bytesPerWrite: 1 }],
];

describe('the bytes of a stream', () => {
  it.each(shapes)('mean the same %s', async (_how, shape) => {
    const { emulator, agent } = await emulated();
    emulator.play({
      ...answerOf({ steps: [searchCall('x', 'c1')] }, { steps: [toolResult('search_web', [page], 'c1')] }, { text }),
      shape,
    });
    expect((await ask(agent)).answer).toMatchObject({ state: 'complete', text, steps: [{ pages: [page] }] });
  });

  it('may end in the middle of a character', async () => {
    const { emulator, agent } = await emulated();
    const half = Buffer.from('data: {"choices":[{"delta":{"content":"漢').subarray(0, -1);
    emulator.play({ ...answerOf({ text: 'Before.' }, { raw: half }), ending: 'silent-end' });
    expect((await ask(agent)).answer).toMatchObject({ state: 'incomplete', text: 'Before.' });
  });

  it('may bring events of megabytes', async () => {
    const { emulator, agent } = await emulated();
    const long = 'x'.repeat(9_000_000);
    emulator.play(answerOf({ text: long }));
    expect((await ask(agent)).answer.text.length).toBe(long.length);
  });

  it('are refused when one event grows past 10 MB', async () => {
    const { emulator, agent } = await emulated();
    emulator.play({ ...answerOf({ text: 'Before. ' }, { text: 'x'.repeat(11_000_000) }), ending: 'hang' });
    const { answer, error } = await ask(agent);
    expect(error).toMatchObject({ kind: 'protocol' });
    expect(answer.text).toBe('Before. ');
    await expect(emulator.requests[0]?.ended).resolves.toBe('disconnected');
  });

  it('are refused when they are no JSON', async () => {
    const { emulator, agent } = await emulated();
    emulator.play(answerOf({ text: 'Before. ' }, { raw: 'data: {"choices": [\n\n' }, { text: 'After.' }));
    const { answer, error } = await ask(agent);
    expect(error?.kind).toBe('protocol');
    expect(answer.text).toBe('Before. ');
  });
});
