import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FEWEST_CELL_RUNS } from './calibration.ts';
import { RatioCounter } from './ratio-counter.ts';
import { KNOT_SHARES } from './ratio-curve.ts';
import { RatioTally } from './ratio-tally.ts';

const COLD = 0;
const LATE = 3;

/** Counts of one run: a quote of etaSec for each wait. */
function run(phase: number, etaSec: number, waitsSec: readonly number[]) {
  const counter = new RatioCounter();
  for (const waitSec of waitsSec) counter.add(phase, etaSec, waitSec);
  return counter.counts();
}

function tallyOf(runs: readonly ReturnType<typeof run>[]): RatioTally {
  const tally = new RatioTally();
  for (const each of runs) tally.add(each);
  return tally;
}

const times = <T>(n: number, value: (i: number) => T): readonly T[] =>
  Array.from({ length: n }, (_, i) => value(i));

describe('curves of a calibration', () => {
  it('know every ratio within half a percent at any knot', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 5_000, noNaN: true }), { minLength: 40, maxLength: 60 }),
        (waits) => {
          const curve = tallyOf(waits.map((wait) => run(LATE, 1_000, [wait]))).phases().late?.over600s;
          const sorted = waits.map((wait) => (wait + 1) / 1_001).sort((a, b) => a - b);
          curve?.ratios.forEach((ratio, i) => {
            const rank = Math.ceil(KNOT_SHARES[i]! * sorted.length * (1 - 1e-9));
            const exact = sorted[Math.min(sorted.length, Math.max(1, rank)) - 1]!;
            expect(Math.abs(ratio / exact - 1)).toBeLessThan(0.005);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('give every run the same weight, whatever its number of quotes', () => {
    const many = run(
      COLD,
      100,
      times(1_000, () => 200),
    );
    const few = run(COLD, 100, [50]);
    const curve = tallyOf([many, few, few, few]).phases().cold?.['30to120s'];
    expect(curve).toMatchObject({ runs: 4, quotes: 1_003 });
    expect(curve?.ratios[KNOT_SHARES.indexOf(0.5)]).toBeCloseTo(51 / 101, 2);
  });

  it('are the same whatever the order of the runs', () => {
    const runs = times(12, (i) => run(i % 4, 10 * i, [i, 2 * i, 50]));
    expect(tallyOf(runs).phases()).toEqual(tallyOf(runs.toReversed()).phases());
  });

  it('pool the phases of an ETA bin exactly where one of its cells is thin', () => {
    const everywhere = [0, 1, 2, 3].flatMap((phase) => times(FEWEST_CELL_RUNS, () => run(phase, 10, [20])));
    expect(tallyOf(everywhere).phases().any).not.toHaveProperty('under30s');
    const missing = everywhere.slice(1);
    expect(tallyOf(missing).phases().any?.under30s?.runs).toBe(4 * FEWEST_CELL_RUNS - 1);
  });

  it('pool everything where even an ETA bin is thin', () => {
    const pooled = tallyOf(times(FEWEST_CELL_RUNS, () => run(LATE, 10, [20]))).phases().any;
    expect(pooled?.under30s?.runs).toBe(FEWEST_CELL_RUNS);
    expect(pooled?.any?.runs).toBe(FEWEST_CELL_RUNS);
  });

  it('are none where nothing was counted', () => {
    expect(new RatioTally().phases()).toEqual({});
  });
});
