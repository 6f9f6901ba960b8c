import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlan, questionsOfAll } from '../../chaos/plan.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('a plan', () => {
  it('is the same for the same seed, and another for another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(createPlan(seed)).toEqual(createPlan(seed));
      }),
    );
    expect(createPlan(1)).not.toEqual({ ...createPlan(2), seed: 1 });
  });

  it('gives each process that dies twenty questions, and a step of one of them to die at', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { questions, deaths } = createPlan(seed);
        expect(questions).toHaveLength(questionsOfAll);
        expect(new Set(questions.map(({ marker }) => marker)).size).toBe(questionsOfAll);
        const targets = deaths.map(({ marker }) => questions.findIndex((question) => question.marker === marker));
        expect(targets).toHaveLength(2);
        expect(targets[0]).toBeLessThan(20);
        expect(targets[1]).toBeGreaterThanOrEqual(20);
      }),
    );
  });

  it('goes on only with conversations that began before, on the same platform', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { questions } = createPlan(seed);
        for (const [index, { place, platform }] of questions.entries()) {
          if (place.kind !== 'follow-up') continue;
          const root = questions.slice(0, index).find(({ marker }) => marker === place.of);
          expect(root).toMatchObject({ platform, place: { kind: 'mention' } });
        }
      }),
    );
  });

  it('can be shorter than a whole scenario', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: questionsOfAll }), (seed, wanted) => {
        const { questions, deaths, faults } = createPlan(seed, wanted);
        expect(questions).toHaveLength(wanted);
        const markers = new Set(questions.map(({ marker }) => marker));
        for (const { marker } of deaths) expect(markers).toContain(marker);
        for (const { before } of faults) expect(before).toBeLessThan(wanted);
      }),
    );
  });
});
