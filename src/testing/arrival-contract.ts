import { describe, expect, it } from 'vitest';
import { substream } from '../random/rng.ts';
import type { ArrivalPhase, ArrivalPlan, ArrivalShape } from '../traffic/arrival-plan.ts';
import { expectedVisitors, peakRatePerSec, rateAt } from '../traffic/expectation.ts';
import { generateArrivals } from '../traffic/generate.ts';
import { countBefore, type RateSegment } from '../traffic/rate-profile.ts';
import { phaseProcess } from '../traffic/registry.ts';
import { chiSquareZ, kolmogorovRatio, kolmogorovRatioOfTwo } from './goodness-of-fit.ts';
import { thinnedInstants } from './thinning.ts';

/** A phase that a shape is tried on; a few hundred to a few thousand visitors, slow enough that 1 ms hides nothing. */
export interface ContractCase {
  readonly shape: ArrivalShape;
  readonly startMs: number;
  readonly endMs: number;
}

const SEED = 51;
const REPLICATIONS = 60;

/** Returns a plan of one phase. */
export function onePhase(
  { shape, startMs, endMs }: ContractCase,
  process: ArrivalPlan['process'] = 'poisson',
): ArrivalPlan {
  return { process, phases: [{ name: 'only', startMs, endMs, shape }] };
}

/** What every arrival process keeps, whatever its law: place, order and reproducibility. */
export function arrivalContract(name: string, trial: ContractCase): void {
  const plan = onePhase(trial);
  const horizonMs = trial.endMs + 10_000;

  describe(`${name} keeps the arrival contract`, () => {
    it('comes inside its phase, ascending in joining, each joining no earlier than it comes', () => {
      for (const process of ['poisson', 'deterministic'] as const) {
        const { arriveMs, joinMs } = generateArrivals(onePhase(trial, process), horizonMs, SEED, 0);
        expect(joinMs.length).toBeGreaterThan(0);
        expect(arriveMs.length).toBe(joinMs.length);
        expect(arriveMs.every((ms) => ms >= trial.startMs && ms < trial.endMs)).toBe(true);
        expect(joinMs.every((ms, i) => ms >= (joinMs[i - 1] ?? 0) && ms >= arriveMs[i]!)).toBe(true);
      }
    });

    it('joins only before the horizon, and a nearer horizon takes away only what lies past it', () => {
      const middleMs = Math.floor((trial.startMs + trial.endMs) / 2);
      const whole = generateArrivals(plan, horizonMs, SEED, 0).joinMs;
      const part = generateArrivals(plan, middleMs, SEED, 0).joinMs;
      expect(part).toEqual(whole.filter((ms) => ms < middleMs));
    });

    it('gives the same bytes for the same seed and replication, others for others', () => {
      const draw = (seed: number, replication: number) =>
        JSON.stringify(generateArrivals(plan, horizonMs, seed, replication));
      expect(draw(SEED, 0)).toBe(draw(SEED, 0));
      if (phaseProcess(plan.phases[0]!).kind === 'replay') return;
      expect(draw(SEED, 1)).not.toBe(draw(SEED, 0));
      expect(draw(SEED + 1, 0)).not.toBe(draw(SEED, 0));
    });

    it('never has a rate below 0 or above its peak', () => {
      const peak = peakRatePerSec(plan, horizonMs);
      for (let i = 0; i <= 200; i++) {
        const rate = rateAt(plan, trial.startMs + ((trial.endMs - trial.startMs) * i) / 200);
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(peak * (1 + 1e-9));
      }
    });
  });
}

/** What a Poisson process of a known rate keeps besides. */
export function poissonContract(name: string, trial: ContractCase): void {
  const plan = onePhase(trial);
  const phase = plan.phases[0]!;
  const horizonMs = trial.endMs + 10_000;
  const mean = expectedVisitors(plan, horizonMs);
  const runs = Array.from(
    { length: REPLICATIONS },
    (_, replication) => generateArrivals(plan, horizonMs, SEED, replication).arriveMs,
  );

  describe(`${name} is a Poisson process of its rate`, () => {
    it('counts its integral on average', () => {
      const total = runs.reduce((sum, run) => sum + run.length, 0);
      expect(Math.abs(total - mean * REPLICATIONS) / Math.sqrt(mean * REPLICATIONS)).toBeLessThan(4);
    });

    it('has counts with variance equal to their mean', () => {
      const dispersion = runs.reduce((sum, run) => sum + (run.length - mean) ** 2 / mean, 0);
      expect(Math.abs(chiSquareZ(dispersion, REPLICATIONS))).toBeLessThan(4);
    });

    it('has exponential gaps and even positions in operational time', () => {
      const rate = knownRate(phase);
      const rng = substream(SEED, 0, 'test');
      const gaps: number[] = [];
      const positions: number[] = [];
      for (const run of runs.slice(0, 10)) {
        // What rounding down to 1 ms took is given back evenly; the order of one ms is free.
        const exact = Array.from(run, (ms) => ms + rng.uniform()).sort((a, b) => a - b);
        const operational = exact.map((ms) => countBefore(rate, ms));
        operational.forEach((at, i) => {
          gaps.push(at - (operational[i - 1] ?? 0));
          positions.push(at / mean);
        });
      }
      expect(kolmogorovRatio(gaps, (x) => -Math.expm1(-x))).toBeLessThan(1);
      expect(kolmogorovRatio(positions, (x) => x)).toBeLessThan(1);
    });

    it('has the law that thinning gives', () => {
      const peak = Math.max(...knownRate(phase).flatMap(endRates));
      const thinned = Array.from({ length: 20 }, (_, i) =>
        thinnedInstants((ms) => rateAt(plan, ms), peak, trial.endMs, substream(SEED, i, 'test')),
      );
      const inverted = runs.slice(0, 20).flatMap((run) => Array.from(run));
      const other = thinned.flat();
      expect(kolmogorovRatioOfTwo(inverted, other)).toBeLessThan(1);
      expect(Math.abs(inverted.length - other.length) / Math.sqrt(40 * mean)).toBeLessThan(4);
    });
  });
}

function endRates(segment: RateSegment): readonly number[] {
  return segment.kind === 'linear' ? [segment.fromPerSec, segment.toPerSec] : [segment.fromPerSec];
}

function knownRate(phase: ArrivalPhase): readonly RateSegment[] {
  const process = phaseProcess(phase);
  if (process.kind !== 'rate' && process.kind !== 'gathering')
    throw new TypeError(`${process.kind} has no known rate`);
  return process.rate;
}
