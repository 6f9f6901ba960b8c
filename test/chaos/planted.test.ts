import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plantInto, plants } from '../../chaos/planted.ts';

describe('the mistake that', () => {
  it.each(plants)('$name can be planted', async (plant) => {
    const text = await readFile(join(import.meta.dirname, '../../src', plant.file), 'utf8');
    expect(plantInto(text, plant)).not.toBe(text);
  });

  it('has lost its place in the code is not silently left out', () => {
    const [plant] = plants;
    expect(() => plant && plantInto('nothing of the kind', plant)).toThrow('can no longer be planted');
  });
});
