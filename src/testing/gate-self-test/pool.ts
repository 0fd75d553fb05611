import { type SeedReader, type SeedValues, seedReader } from '../../analysis/gate/seed-values.ts';
import { summarizeRun } from '../../analysis/summarize.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { GatePlan, Plan } from '../../scenario/plan.ts';
import { Simulation } from '../../simulator/simulation.ts';
import { withErrorsScaled } from './worsen.ts';

/** The runs of one seed on two streams of poll instants, equal in law and unequal in bits. */
export interface PoolRow {
  /** By stream, then by factor of the errors. */
  readonly streams: readonly [Versions, Versions];
}

/** What a gate keeps of a run, by the factor that its displayed estimator's errors were multiplied with. */
type Versions = ReadonlyMap<number, SeedValues>;

const SLICE_MS = 10_000;

/** Simulates a plan on each seed twice; every factor but 1 is scored again on the same run. */
export function makePool(
  plan: Plan,
  gate: GatePlan,
  seeds: readonly number[],
  factors: readonly number[],
): readonly PoolRow[] {
  const read = seedReader(plan, gate);
  return seeds.map((seed) => {
    const onStream = (stream: number): Versions => {
      const record = simulate({ ...plan, random: { ...plan.random, seed } }, stream);
      const all = [1, ...factors.filter((factor) => factor !== 1)];
      return new Map(all.map((factor) => [factor, valuesOf(record, read, seed, factor)]));
    };
    return { streams: [onStream(0), onStream(1)] };
  });
}

function simulate(plan: Plan, stream: number): RunRecord {
  const simulation = new Simulation(plan, 0, true, stream);
  while (!simulation.done) simulation.advance(simulation.nowMs + SLICE_MS);
  return simulation.record();
}

function valuesOf(record: RunRecord, read: SeedReader, seed: number, factor: number): SeedValues {
  const shown = factor === 1 ? record : withErrorsScaled(record, factor);
  return read(seed, summarizeRun(shown).findings);
}
