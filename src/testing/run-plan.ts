import { createHash } from 'node:crypto';
import { encodeRun } from '../result/run-json.ts';
import { OUTCOMES, type Outcome, type RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { Simulation } from '../simulator/simulation.ts';
import type { ArrivalPlan } from '../traffic/arrival-plan.ts';

export interface RunOptions {
  /** Default 0. */
  readonly replication?: number;
  /** Simulated time of one call of `advance` [ms]. Default 1,000. */
  readonly sliceMs?: number;
  /** Default true. */
  readonly shortcuts?: boolean;
}

/** Returns the record of one replication of a plan, run to its end. */
export function runPlan(plan: Plan, options: RunOptions = {}): RunRecord {
  const { replication = 0, sliceMs = 1_000, shortcuts = true } = options;
  const simulation = new Simulation(plan, replication, shortcuts);
  while (!simulation.done) simulation.advance(simulation.nowMs + sliceMs);
  return simulation.record();
}

/** Returns the SHA-256 [hex] of a record's every field and column. */
export function digestOf(record: RunRecord): string {
  return createHash('sha256').update(encodeRun(record)).digest('hex');
}

/** Returns the sum of a column's rows from..to - 1. */
export function sumOf(column: ArrayLike<number>, from = 0, to = column.length): number {
  let total = 0;
  for (let row = from; row < to; row++) total += column[row]!;
  return total;
}

/** Returns the number of visitors by outcome. */
export function outcomesOf(record: RunRecord): Readonly<Record<Outcome, number>> {
  const counts = { admitted: 0, reneged: 0, refused: 0, balked: 0, failed: 0, censored: 0 };
  for (const code of record.visits.outcome) counts[OUTCOMES[code]!]++;
  return counts;
}

/** Returns a plan's clock with another horizon; the run starts at eight in the evening. */
export function clockOf(horizonMs: number): Plan['clock'] {
  return { start: '2026-10-03T20:00:00+09:00', startOfDayOffsetMs: 72_000_000, horizonMs, warmupMs: 0 };
}

/** Returns arrivals at one rate from instant 0 on. */
export function steadyArrivals(
  perSec: number,
  forMs: number,
  process: ArrivalPlan['process'] = 'poisson',
): ArrivalPlan {
  const shape = { kind: 'constant', perSec } as const;
  return { process, phases: [{ name: 'steady', startMs: 0, endMs: forMs, shape }] };
}

/** Returns visitors who all come in the first millisecond of a second, that many in each of the seconds given. */
export function instantArrivals(...counts: readonly number[]): ArrivalPlan {
  const atMs = counts.flatMap((count, second) => Array.from({ length: count }, () => second * 1_000));
  const shape = { kind: 'instants', atMs, height: 1 } as const;
  return {
    process: 'deterministic',
    phases: [{ name: 'instants', startMs: 0, endMs: counts.length * 1_000, shape }],
  };
}
