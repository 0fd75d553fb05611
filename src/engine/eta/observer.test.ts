import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EtaDrain } from '../../testing/eta-drain.ts';
import { ESTIMATOR_IDS, type EstimatorId } from './plan.ts';

const WATCHERS: readonly EstimatorId[] = ESTIMATOR_IDS.filter((id) => id !== 'oracle');
const prior = [{ share: 0.3, durationMs: { kind: 'exponential', mean: 60_000 } }] as const;

const seconds = fc.array(
  fc.record({
    letIn: fc.integer({ min: 0, max: 12 }),
    silent: fc.array(fc.nat({ max: 399 }), { maxLength: 8 }),
    polite: fc.array(fc.nat({ max: 399 }), { maxLength: 4 }),
    back: fc.array(fc.nat({ max: 399 }), { maxLength: 2 }),
    refill: fc.constantFrom(undefined, undefined, undefined, 0, 3, 10),
  }),
  { maxLength: 90 },
);

/** Any short life of a line of 400 tickets, and who still waits at its end. */
function lived(life: typeof seconds extends fc.Arbitrary<infer T> ? T : never): EtaDrain {
  const drain = new EtaDrain({ estimators: WATCHERS, people: 400, perSec: 10, eta: { prior } });
  for (const { letIn, silent, polite, back, refill } of life) {
    if (refill !== undefined) drain.setRefill(refill);
    for (const slot of back) drain.line.markActive(slot);
    drain.second(letIn, silent, polite);
  }
  return drain;
}

const waiting = (drain: EtaDrain): readonly number[] =>
  Array.from({ length: 400 }, (_, slot) => slot).filter((slot) => drain.line.isActive(slot));

describe('EtaObserver', () => {
  it('lists the estimators of the plan without the oracle', () => {
    const drain = new EtaDrain({ estimators: ['fdc', 'oracle', 'ql'], people: 1, perSec: 1 });
    expect(drain.observer.ids).toEqual(['fdc', 'ql']);
  });

  it('gives whole seconds, 0 or more, or nothing, whatever happens to the line', () => {
    fc.assert(
      fc.property(seconds, (life) => {
        const drain = lived(life);
        for (const id of WATCHERS) {
          for (const slot of waiting(drain)) {
            const quote = drain.quote(id, slot);
            if (quote === undefined) continue;
            expect(Number.isInteger(quote) && quote >= 0).toBe(true);
          }
        }
      }),
      { numRuns: 25, seed: 11 },
    );
  });

  it('never gives less to whoever stands further back, but by LES and HOL, who go by age', () => {
    const byPlace = WATCHERS.filter((id) => id !== 'les' && id !== 'hol');
    fc.assert(
      fc.property(seconds, (life) => {
        const drain = lived(life);
        for (const id of byPlace) {
          const given = waiting(drain)
            .map((slot) => drain.quote(id, slot))
            .filter((quote) => quote !== undefined);
          expect(given).toEqual([...given].sort((a, b) => a - b));
        }
      }),
      { numRuns: 25, seed: 12 },
    );
  });

  it('says nothing by rules that know the refill while it is paused', () => {
    const drain = new EtaDrain({ estimators: ['ql', 'qla', 'fdc', 'fdc-prior'], people: 100, perSec: 5 });
    for (let second = 0; second < 5; second++) drain.second(5);
    expect(drain.quote('fdc', 99)).toBeDefined();
    drain.setRefill(0);
    for (const id of ['ql', 'qla', 'fdc', 'fdc-prior'] as const) expect(drain.quote(id, 99)).toBeUndefined();
    drain.second(0);
    for (const id of ['ql', 'qla', 'fdc', 'fdc-prior'] as const) expect(drain.quote(id, 99)).toBeUndefined();
  });

  it.each(['ql', 'qla', 'kalman-drain', 'fdc', 'fdc-prior'] as const)(
    '%s is exact on a drain at a constant rate that nobody leaves',
    (id) => {
      const stays = { prior: [] };
      const drain = new EtaDrain({ estimators: [id], people: 6000, perSec: 20, eta: stays });
      for (let second = 0; second < 120; second++) drain.second(20);
      for (const slot of [2500, 3500, 5999]) {
        const trueSec = (slot - 120 * 20) / 20;
        expect(Math.abs((drain.quote(id, slot) ?? Number.NaN) - trueSec)).toBeLessThanOrEqual(2);
      }
    },
  );

  it('HOL and LES give the wait of the one before less what the asker has waited', () => {
    const drain = new EtaDrain({ estimators: ['les', 'hol'], people: 40, perSec: 2 });
    expect(drain.quote('les', 39)).toBeUndefined();
    for (let second = 0; second < 10; second++) drain.second(2);
    // Everybody has come at one instant: the head has waited as long as the last.
    expect(drain.quote('hol', 39)).toBe(0);
    expect(drain.quote('les', 39)).toBe(0);
  });
});
