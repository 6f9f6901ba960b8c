import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { structuredForms } from '../../../emulators/reka/structured.ts';
import { findJsonObject } from '../../../src/agents/reka/json-object.ts';

const any = () => true;
const forms = Object.entries(structuredForms).map(([name, print]) => ({ name, print }));

/** JSON objects of the kinds of values that answers hold, texts with the marks of JSON and Markdown among them. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('"', '\\', '{', '}', ']', ',', '`', '\n', 'ä', '🇩') }),
);
const { object } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(text, tie('value'), { maxKeys: 4 }),
}));

describe('the JSON object in an answer', () => {
  it.each(forms)('is found $name', ({ print }) => {
    const value = {
      rows: [
        { name: 'a "b" \\ {c}', size: -1.5e3 },
        { name: '```', size: null },
      ],
      more: { yes: true },
    };
    expect(findJsonObject(print(JSON.stringify(value, null, 2)), any)).toEqual(value);
  });

  it.each(forms)('comes back equal, whatever it holds, $name', ({ print }) => {
    fc.assert(
      fc.property(object, (value) => {
        const json = JSON.stringify(value, null, 2);
        const isEqual = (found: object) => JSON.stringify(found) === JSON.stringify(JSON.parse(json));
        expect(findJsonObject(print(json), isEqual)).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });

  it('is the first that fits', () => {
    const isRight = (value: object) => 'right' in value;
    expect(findJsonObject('{"wrong":1} {"right":1} {"right":2}', isRight)).toEqual({ right: 1 });
    expect(findJsonObject('{"wrong":{"right":1}}', isRight)).toBeUndefined();
  });

  it('is found when the text breaks off within a word', () => {
    expect(findJsonObject('{"rows": [{"name": "first"}, {"name": "sec', any)).toEqual({
      rows: [{ name: 'first' }, { name: 'sec' }],
    });
  });

  it('is not found in a text without one', () => {
    for (const none of ['', 'There is none.', '[1, 2]', '}', '{}', '```json\n```', 'null'])
      expect(
        findJsonObject(none, (value) => Object.keys(value).length > 0),
        none,
      ).toBeUndefined();
  });

  it('is not taken when it is nested more deeply than anybody can show', () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
    expect(findJsonObject(nested(30), any)).toBeDefined();
    expect(findJsonObject(nested(40), any)).toBeUndefined();
    expect(findJsonObject(nested(50_000), any)).toBeUndefined();
    expect(findJsonObject(`{"a":${'['.repeat(50_000)}`, any)).toBeUndefined();
  });

  it('never makes trouble, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', 'a', '1', '\\', ' ', '`') }),
        (any) => {
          const found = findJsonObject(any, () => true);
          expect(found === undefined || typeof found === 'object').toBe(true);
        },
      ),
    );
  });
});
