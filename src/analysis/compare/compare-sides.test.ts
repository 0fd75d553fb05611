import { describe, expect, it } from 'vitest';
import { Rng } from '../../random/rng.ts';
import { compareSides } from './compare-sides.ts';
import type { ComparedMetric, ComparedSide } from './compared-side.ts';

const WAIT: ComparedMetric = { path: 'wait.p95', unit: 'ms', better: 'low', headline: true };
const ADMITTED: ComparedMetric = { path: 'outcomes.admitted', unit: 'count', better: 'high', headline: true };
const RATE: ComparedMetric = {
  path: 'admission.perSecMean',
  unit: 'perSec',
  better: 'neither',
  headline: false,
};

function side(
  name: string,
  seed: number | undefined,
  runs: readonly (readonly [number, Record<string, number>])[],
) {
  const rows = runs.map(([run, metrics]) => ({ run, metrics }));
  const kind = seed === undefined ? 'live' : 'simulated';
  return { name, kind, runs: rows, ...(seed === undefined ? {} : { seed }) } satisfies ComparedSide;
}

/** Runs 0, 1, ... with one metric. */
const of = (name: string, seed: number | undefined, metric: string, values: readonly number[]) =>
  side(
    name,
    seed,
    values.map((value, run) => [run, { [metric]: value }] as const),
  );

/** Extra hours of sleep by two drugs, ten patients (Student 1908). */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('compareSides', () => {
  it('pairs runs of one seed, as t.test(paired = TRUE) in R does', () => {
    const comparison = compareSides(of('a', 1, WAIT.path, FIRST), of('b', 1, WAIT.path, SECOND), [WAIT]);
    expect(comparison).toMatchObject({ design: 'paired', pairs: 10 });
    const [wait] = comparison.metrics;
    expect(wait!.difference).toBeCloseTo(1.58, 12);
    expect(wait!.halfWidth).toBeCloseTo(0.8798858, 6);
    expect(wait).toMatchObject({ verdict: 'worse', runsA: 10, runsB: 10 });
  });

  it('compares means by Welch where seeds differ, or a side is live', () => {
    for (const seed of [2, undefined]) {
      const comparison = compareSides(of('a', 1, WAIT.path, FIRST), of('b', seed, WAIT.path, SECOND), [WAIT]);
      expect(comparison).toMatchObject({ design: 'unpaired', pairs: 0 });
      expect(comparison.metrics[0]!.halfWidth).toBeCloseTo(1.7854832, 6);
      expect(comparison.metrics[0]!.verdict).toBe('no-difference-shown');
    }
  });

  it('pairs the runs that have a partner and leaves the others out', () => {
    const short = side('b', 1, [
      [3, { [WAIT.path]: 1 }],
      [5, { [WAIT.path]: 2 }],
      [99, { [WAIT.path]: 50 }],
    ]);
    const comparison = compareSides(of('a', 1, WAIT.path, FIRST), short, [WAIT]);
    expect(comparison).toMatchObject({ design: 'paired', pairs: 2 });
    expect(comparison.metrics[0]).toMatchObject({ meanA: (-1.2 + 3.4) / 2, meanB: 1.5 });
    const strange = side('b', 1, [
      [50, { [WAIT.path]: 1 }],
      [51, { [WAIT.path]: 2 }],
    ]);
    expect(compareSides(of('a', 1, WAIT.path, FIRST), strange, [WAIT]).design).toBe('unpaired');
  });

  it('gives single runs differences without intervals and without verdicts', () => {
    const comparison = compareSides(of('a', 1, WAIT.path, [3]), of('b', 1, WAIT.path, [5]), [WAIT]);
    expect(comparison.design).toBe('single');
    expect(comparison.metrics).toEqual([
      { ...WAIT, meanA: 3, meanB: 5, runsA: 1, runsB: 1, difference: 2, verdict: 'untested' },
    ]);
  });

  it('calls equal runs equal, in any design', () => {
    for (const values of [[4], [4, 5, 6]]) {
      const [metric] = compareSides(of('a', 1, WAIT.path, values), of('b', 1, WAIT.path, values), [
        WAIT,
      ]).metrics;
      expect(metric).toMatchObject({ verdict: 'equal', difference: 0 });
    }
  });

  it('judges by the direction of the metric, and says higher or lower where it has none', () => {
    const a = side(
      'a',
      1,
      [0, 1, 2].map(
        (run) => [run, { 'wait.p95': 10 + run, 'outcomes.admitted': 5, 'admission.perSecMean': 3 }] as const,
      ),
    );
    const b = side(
      'b',
      1,
      [0, 1, 2].map(
        (run) => [run, { 'wait.p95': 8 + run, 'outcomes.admitted': 4, 'admission.perSecMean': 2 }] as const,
      ),
    );
    const verdicts = compareSides(a, b, [WAIT, ADMITTED, RATE]).metrics.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['better', 'worse', 'lower']);
  });

  it('leaves out what one side never has, and compares the pairs in which both have it', () => {
    const a = side('a', 1, [
      [0, { x: 1 }],
      [1, { x: 2, 'wait.p95': 4 }],
      [2, { 'wait.p95': 5 }],
    ]);
    const b = side('b', 1, [
      [0, { 'wait.p95': 9 }],
      [1, { 'wait.p95': 6 }],
      [2, { 'wait.p95': 7 }],
    ]);
    const { metrics } = compareSides(a, b, [{ ...WAIT, path: 'x' }, WAIT]);
    expect(metrics).toMatchObject([{ path: 'wait.p95', meanA: 4.5, meanB: 6.5, runsA: 2, runsB: 2 }]);
  });

  it('adjusts the headline family and no other', () => {
    const a = of('a', 1, 'wait.p95', FIRST);
    const b = of('b', 1, 'wait.p95', SECOND);
    const alone = compareSides(a, b, [{ ...WAIT, headline: false }]).metrics[0]!;
    expect(alone).not.toHaveProperty('adjustedP');
    const [first] = compareSides(a, b, [WAIT, WAIT]).metrics;
    expect(first!.adjustedP).toBeCloseTo(2 * alone.p!, 12);
  });

  it('calls a difference of the headline where there is none in one comparison of twenty at most', () => {
    const metrics = ['wait.p50', 'wait.p95', 'wait.p99', 'wait.mean', 'wait.max'].map((path) => ({
      ...WAIT,
      path,
    }));
    const rng = new Rng(3, 9);
    const draw = () => Object.fromEntries(metrics.map(({ path }) => [path, rng.normal()]));
    const trials = 600;
    let alarms = 0;
    for (let trial = 0; trial < trials; trial += 1) {
      const make = (name: string) =>
        side(
          name,
          1,
          Array.from({ length: 10 }, (_, run) => [run, draw()] as const),
        );
      const found = compareSides(make('a'), make('b'), metrics).metrics;
      if (found.some(({ verdict }) => verdict !== 'no-difference-shown')) alarms += 1;
    }
    expect(alarms / trials).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / trials));
    expect(alarms).toBeGreaterThan(0);
  });
});
