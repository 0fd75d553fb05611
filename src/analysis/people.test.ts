import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../result/run-record.ts';
import { buildClass, buildPlan, buildRecord } from '../testing/record-builder.ts';
import type { VisitSpec } from '../testing/series-builder.ts';
import { countOutcomes, describePeople } from './people.ts';

const plan = buildPlan({
  visitors: [buildClass({ name: 'fan', share: 0.5 }), buildClass({ name: 'bot', share: 0.5 })],
});

const visitSpec: fc.Arbitrary<VisitSpec> = fc
  .tuple(
    fc.integer({ min: 0, max: 100_000 }),
    fc.integer({ min: 0, max: 2_000_000 }),
    fc.constantFrom(...OUTCOMES),
    fc.integer({ min: 0, max: 1 }),
  )
  .map(([joinMs, waitMs, outcome, classIndex]) => ({ joinMs, endMs: joinMs + waitMs, outcome, classIndex }));
const visitSpecs = fc.array(visitSpec, { maxLength: 30 });

describe('outcomes', () => {
  it('add up to the arrivals, over all and over classes', () => {
    fc.assert(
      fc.property(visitSpecs, (visits) => {
        const record = buildRecord({ plan, visits });
        const { arrived, ...ends } = countOutcomes(record);
        expect(Object.values(ends).reduce((sum, count) => sum + count, 0)).toBe(arrived);
        const classes = Object.values(describePeople(record).byClass);
        expect(classes.reduce((sum, { arrived: ofClass }) => sum + ofClass, 0)).toBe(arrived);
        expect(classes.reduce((sum, { reneged }) => sum + reneged, 0)).toBe(ends.reneged);
      }),
      { numRuns: 30 },
    );
  });
});

describe('waits', () => {
  it('are quantiles by nearest rank of the admitted, over all and by class', () => {
    const nearest = (waits: readonly number[], p: number) =>
      waits[Math.max(1, Math.ceil(p * waits.length)) - 1];
    fc.assert(
      fc.property(visitSpecs, (visits) => {
        const { wait, byClass } = describePeople(buildRecord({ plan, visits }));
        const cases = [
          [wait, [0, 1]],
          [byClass.fan?.wait, [0]],
          [byClass.bot?.wait, [1]],
        ] as const;
        for (const [found, classes] of cases) {
          const waits = visits
            .filter(
              ({ outcome, classIndex }) => outcome === 'admitted' && classes.some((c) => c === classIndex),
            )
            .map(({ joinMs, endMs }) => endMs - joinMs)
            .sort((a, b) => a - b);
          expect(found?.p50Ms).toBe(nearest(waits, 0.5));
          expect(found?.p95Ms).toBe(nearest(waits, 0.95));
          expect(found?.maxMs).toBe(waits.at(-1));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are absent where nobody was let in', () => {
    const { wait, byClass } = describePeople(
      buildRecord({ plan, visits: [{ joinMs: 0, endMs: 9_000, outcome: 'reneged' }] }),
    );
    expect(wait).toEqual({});
    expect(byClass.bot).toMatchObject({ arrived: 0, admittedShare: 0, wait: {}, overtookMean: 0 });
  });
});

describe('classes', () => {
  it('hold the share let in and the tickets overtaken by those let in', () => {
    const { byClass } = describePeople(
      buildRecord({
        plan,
        visits: [
          { joinMs: 0, endMs: 1_000, classIndex: 1, overtook: 4 },
          { joinMs: 0, endMs: 2_000, classIndex: 1, overtook: 1 },
          { joinMs: 0, endMs: 2_000, classIndex: 1, outcome: 'censored' },
          { joinMs: 0, endMs: 2_000 },
        ],
      }),
    );
    expect(byClass.bot).toMatchObject({ arrived: 3, admitted: 2, admittedShare: 2 / 3, overtookMean: 2.5 });
    expect(byClass.fan).toMatchObject({ arrived: 1, admittedShare: 1, overtookMean: 0 });
  });

  it('leave out who joined in the warm-up, while outcomes count them', () => {
    const warm = { ...plan, clock: { ...plan.clock, warmupMs: 10_000 } };
    const record = buildRecord({
      plan: warm,
      visits: [
        { joinMs: 9_999, endMs: 500_000 },
        { joinMs: 10_000, endMs: 12_000 },
      ],
    });
    expect(describePeople(record).wait.maxMs).toBe(2_000);
    expect(describePeople(record).byClass.fan?.arrived).toBe(1);
    expect(countOutcomes(record).admitted).toBe(2);
  });
});
