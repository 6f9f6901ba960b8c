import { describe, expect, it } from 'vitest';
import { ask } from '../ask.ts';
import { emulated } from './emulated.ts';

async function shown(content: string) {
  const { emulator, agent } = await emulated();
  emulator.play({ kind: 'answer', content });
  return (await ask(agent)).answer.text;
}

describe('a Reigent that answers in JSON', () => {
  it.each(['{"answer":"It is **blue**."}', '```json\n{"text": "It is **blue**."}\n```'])(
    'is shown in words where that is all it says: %s',
    async (content) => {
      expect(await shown(content)).toBe('It is **blue**.');
    },
  );

  it('is shown with one field a line otherwise, and keeps its brackets', async () => {
    const text = await shown(' {"colour":"blue","sure":0.9,"why":{"all":[1]},"said":"see [1]"} ');
    expect(text).toMatch(/^```json\n\{\n {2}"colour": "blue",\n/);
    expect(text).toContain('see [1]');
    expect(text.endsWith('\n}\n```')).toBe(true);
  });

  it.each(['[1] says so', '{not json}', 'Here is {"a": 1}', '"just words"', '42'])(
    'is left alone where it is none: %s',
    async (content) => {
      expect(await shown(content)).toBe(content.replace('[1]', ''));
    },
  );
});
