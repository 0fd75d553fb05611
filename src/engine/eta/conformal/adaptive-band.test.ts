import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../random/rng.ts';
import { evenCurve, samePhases } from '../../../testing/calibration-builder.ts';
import { AdaptiveBand, BAND_STEP_MS, calibratedRatios } from './adaptive-band.ts';
import { type CalibratedPhases, curvesOfCells, FEWEST_CELL_RUNS, type RatioCurve } from './calibration.ts';
import { BAND_CELLS } from './cells.ts';
import { RatioCounter } from './ratio-counter.ts';
import { KNOT_SHARES } from './ratio-curve.ts';
import { RatioTally } from './ratio-tally.ts';

const STEADY = 2;

function curveOf(ratios: readonly number[], runs = 40): RatioCurve {
  return { runs, quotes: 1_000, ratios };
}

const HALF_TO_TWICE = samePhases(evenCurve(2));

const ratios = fc
  .array(fc.double({ min: 1e-5, max: 1e5, noNaN: true }), {
    minLength: KNOT_SHARES.length,
    maxLength: KNOT_SHARES.length,
  })
  .map((values) => values.toSorted((a, b) => a - b));

/** Quotes whose truths became known: phase, ETA, wait, and the time since the one before. */
const histories = fc.array(
  fc.record({
    phase: fc.integer({ min: 0, max: 3 }),
    etaSec: fc.constantFrom(0, 1, 29, 30, 119, 600, 1e5),
    waitSec: fc.constantFrom(0, 0.4, 10, 300, 1e6),
    afterMs: fc.constantFrom(0, 1_000, 15_000, 100_000),
  }),
  { maxLength: 80 },
);

describe('a band', () => {
  it('has finite ends, 95 % around 80 %, and none below 0, whatever it has seen', () => {
    fc.assert(
      fc.property(ratios, fc.integer({ min: 39, max: 500 }), histories, (values, runs, history) => {
        const band = new AdaptiveBand(samePhases(curveOf(values, runs)));
        let nowMs = 0;
        for (const { phase, etaSec, waitSec, afterMs } of history) {
          nowMs += afterMs;
          band.advance(nowMs);
          band.observe(phase, etaSec, waitSec);
          const { low95Sec, low80Sec, high80Sec, high95Sec } = band.band(phase, etaSec)!;
          const ends = [0, low95Sec, low80Sec, high80Sec, high95Sec, Number.MAX_VALUE];
          expect(ends.every(Number.isFinite)).toBe(true);
          expect(ends.toSorted((a, b) => a - b)).toEqual(ends);
        }
      }),
    );
  });

  it('is as calibrated until a truth is known, however late', () => {
    const band = new AdaptiveBand(HALF_TO_TWICE);
    const before = band.band(STEADY, 100);
    band.advance(0);
    band.advance(3_600_000);
    expect(band.band(STEADY, 100)).toEqual(before);
  });

  it('is absent where nothing was calibrated', () => {
    const band = new AdaptiveBand({});
    band.observe(STEADY, 100, 100);
    band.advance(0);
    band.advance(BAND_STEP_MS);
    expect(band.band(STEADY, 100)).toBeUndefined();
  });

  it('for an ETA of 0 reaches from 0 to a wait', () => {
    expect(new AdaptiveBand(HALF_TO_TWICE).band(STEADY, 0)).toMatchObject({ low80Sec: 0, low95Sec: 0 });
    expect(new AdaptiveBand(HALF_TO_TWICE).band(STEADY, 0)!.high80Sec).toBeCloseTo(2 ** 0.8 - 1, 2);
  });

  it('moves once in a step, however many truths became known in it', () => {
    const [one, many] = [new AdaptiveBand(HALF_TO_TWICE), new AdaptiveBand(HALF_TO_TWICE)];
    for (const band of [one, many]) band.advance(0);
    one.observe(STEADY, 100, 1_000);
    for (let i = 0; i < 500; i += 1) many.observe(STEADY, 100, 1_000);
    for (const band of [one, many]) band.advance(BAND_STEP_MS);
    expect(many.band(STEADY, 100)).toEqual(one.band(STEADY, 100));
    // gamma (0.1 - 1) = -0.009 of the tail, 2 x 0.009 of an octave of the upper end.
    expect(one.ratios(2 * 4 + 1)!.high80).toBeCloseTo(2 ** (0.8 + 0.018), 2);
  });

  it('keeps what it learned of an ETA bin in the next phase, and out of other bins', () => {
    const band = new AdaptiveBand(HALF_TO_TWICE);
    const before = [band.band(3, 100)!.high80Sec, band.band(3, 1_000)!.high80Sec];
    band.advance(0);
    band.observe(0, 100, 5_000);
    band.advance(BAND_STEP_MS);
    expect(band.band(3, 100)!.high80Sec).toBeGreaterThan(before[0]!);
    expect(band.band(3, 1_000)!.high80Sec).toBe(before[1]);
  });
});

describe('thin cells', () => {
  const thick = curveOf(KNOT_SHARES.map(() => 1));
  const thin = curveOf(
    KNOT_SHARES.map(() => 2),
    FEWEST_CELL_RUNS - 1,
  );
  const cell = (phases: CalibratedPhases) => curvesOfCells(phases)[2 * 4 + 1];

  it('borrow from all phases of their ETA bin, then from all quotes, then have none', () => {
    const pool = curveOf(KNOT_SHARES.map(() => 3));
    const all = curveOf(KNOT_SHARES.map(() => 4));
    expect(cell({ steady: { '30to120s': thick }, any: { '30to120s': pool } })).toBe(thick);
    expect(cell({ steady: { '30to120s': thin }, any: { '30to120s': pool, any: all } })).toBe(pool);
    expect(cell({ steady: { '30to120s': thin }, any: { '30to120s': thin, any: all } })).toBe(all);
    expect(cell({ steady: { '30to120s': thin }, any: { any: thin } })).toBeUndefined();
    expect(curvesOfCells({})).toHaveLength(BAND_CELLS);
  });

  it('are those in which no quantile of what was seen can end a 95 % interval', () => {
    const rank = (n: number) => Math.ceil((n + 1) * 0.975);
    expect(rank(FEWEST_CELL_RUNS)).toBeLessThanOrEqual(FEWEST_CELL_RUNS);
    expect(rank(FEWEST_CELL_RUNS - 1)).toBeGreaterThan(FEWEST_CELL_RUNS - 1);
  });
});

/** A standard normal draw. Source: Box and Muller 1958. */
function normal(rng: Rng): number {
  const [a, b] = [(rng.u32() + 0.5) / 2 ** 32, (rng.u32() + 0.5) / 2 ** 32];
  return Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
}

describe('coverage of what was calibrated', () => {
  /** Quotes of 100 s whose errors share one path: half of the variance is common to a run. */
  const runOf = (rng: Rng) => {
    const common = 0.2 * normal(rng);
    return Array.from({ length: 20 }, () => 101 * Math.exp(common + 0.2 * normal(rng)) - 1);
  };

  it('of a quote picked from a new exchangeable run is what was asked for, on average over calibrations', () => {
    const rng = new Rng(20261003, 3, 1);
    const trials = 300;
    let [in80, in95] = [0, 0];
    for (let trial = 0; trial < trials; trial += 1) {
      const tally = new RatioTally();
      for (let i = 0; i < 40; i += 1) {
        const counter = new RatioCounter();
        for (const waitSec of runOf(rng)) counter.add(STEADY, 100, waitSec);
        tally.add(counter.counts());
      }
      const { low80, high80, low95, high95 } = calibratedRatios(tally.phases().steady!['30to120s']!);
      const ratio = (runOf(rng)[0]! + 1) / 101;
      in80 += Number(ratio >= low80 && ratio <= high80);
      in95 += Number(ratio >= low95 && ratio <= high95);
    }
    // At least the level, less 4 standard errors; at most what the correction for 40 runs can add, and knots between them.
    const error = (level: number) => 4 * Math.sqrt((level * (1 - level)) / trials);
    expect(in80 / trials).toBeGreaterThan(0.8 - error(0.8));
    expect(in80 / trials).toBeLessThan(0.8 + 2 / 41 + 0.02 + error(0.8));
    expect(in95 / trials).toBeGreaterThan(0.95 - error(0.95));
  });
});

describe('coverage under drift', () => {
  /** Share of 20,000 waits, one a step, within the band as it stood before each became known. */
  function coverage(shift: (step: number) => number): readonly [number, number] {
    const rng = new Rng(7, 7, 7);
    const band = new AdaptiveBand(HALF_TO_TWICE);
    band.advance(0);
    const steps = 20_000;
    let [in80, in95] = [0, 0];
    for (let step = 1; step <= steps; step += 1) {
      const waitSec = 101 * Math.exp(shift(step) + 0.3 * normal(rng)) - 1;
      const { low80, high80, low95, high95 } = band.ratios(2 * 4 + 1)!;
      const ratio = (waitSec + 1) / 101;
      in80 += Number(ratio >= low80 && ratio <= high80);
      in95 += Number(ratio >= low95 && ratio <= high95);
      band.observe(STEADY, 100, waitSec);
      band.advance(step * BAND_STEP_MS);
    }
    return [in80 / steps, in95 / steps];
  }

  it.each([
    ['a wave', (step: number) => Math.sin(step / 600)],
    ['a lasting fall far beyond what was calibrated', (step: number) => (step > 5_000 ? -3 : 0)],
    ['a rise without end', (step: number) => step / 10_000],
  ])('comes back to what was asked for in the long run: %s', (_, shift) => {
    const [in80, in95] = coverage(shift);
    expect(Math.abs(in80 - 0.8)).toBeLessThan(0.02);
    expect(Math.abs(in95 - 0.95)).toBeLessThan(0.02);
  });
});
