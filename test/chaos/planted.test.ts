import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeEdit, plants } from '../../chaos/planted.ts';

describe('the mistake that', () => {
  it.each(plants)('$name can be planted', async ({ name, edits }) => {
    for (const edit of edits) {
      const text = await readFile(join(import.meta.dirname, '../../src', edit.file), 'utf8');
      expect(makeEdit(text, edit, name)).not.toBe(text);
    }
  });

  it('has lost its place in the code is not silently left out', () => {
    const edit = { file: 'app.ts', from: 'something', to: 'else' };
    expect(() => makeEdit('nothing of the kind', edit, 'A mistake')).toThrow('can no longer be planted');
    expect(() => makeEdit('something and something', edit, 'A mistake')).toThrow('can no longer be planted');
  });
});
