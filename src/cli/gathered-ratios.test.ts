import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RatioCounter, type RunRatios } from '../engine/eta/conformal/ratio-counter.ts';
import { GatheredRatios } from './gathered-ratios.ts';

/** Runs whose weights make sums depend on the order of adding, in the last bits. */
const RUNS: readonly RunRatios[] = Array.from({ length: 8 }, (_, run) => {
  const counter = new RatioCounter();
  for (let i = 0; i <= run; i += 1) counter.add(i % 4, 100 * i, 90 * i + run, 0.1 + i / 7);
  return run === 3 ? {} : { ql: counter.counts() };
});

it('the order in which runs end does not matter', () => {
  const inOrder = new GatheredRatios();
  RUNS.forEach((ratios, run) => {
    inOrder.add(run, ratios);
  });
  fc.assert(
    fc.property(fc.shuffledSubarray([...RUNS.keys()], { minLength: RUNS.length }), (order) => {
      const gathered = new GatheredRatios();
      for (const run of order) gathered.add(run, RUNS[run]!);
      expect(gathered.finished).toBe(RUNS.length);
      expect(gathered.estimators()).toEqual(inOrder.estimators());
    }),
  );
});
