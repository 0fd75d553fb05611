import { type SeedValues, seedReader } from '../../analysis/gate/seed-values.ts';
import type { GatePlan, Plan } from '../../scenario/plan.ts';
import type { Host } from '../host.ts';
import { runTasks, type TaskOptions } from '../run-tasks.ts';

/** What came of running a plan on several seeds. */
export interface SeedRuns {
  /** In the order of the seeds; shorter than those where the work was stopped. */
  readonly values: readonly SeedValues[];
  /** Code of the signal that ended the work early. */
  readonly stoppedBy?: 130 | 143;
}

/** Runs a plan once on each seed and returns the figures that its gate looks at. */
export async function runSeeds(
  plan: Plan,
  gate: GatePlan,
  seeds: readonly number[],
  options: TaskOptions,
  host: Host,
): Promise<SeedRuns> {
  const tasks = seeds.map((seed, i) => ({
    plan: planOnSeed(plan, seed),
    replication: 0,
    label: `seed ${seed}, ${i + 1} of ${seeds.length}`,
  }));
  const read = seedReader(plan, gate);
  const { results, stoppedBy } = await runTasks(tasks, options, host);
  const values = results.flatMap((result, i) => {
    const seed = seeds[i];
    return result === undefined || seed === undefined ? [] : [read(seed, result.summary.findings)];
  });
  return { values, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
}

/** Returns a plan with another seed, as one run without what stands beside it. */
function planOnSeed(plan: Plan, seed: number): Plan {
  return { ...plan, random: { seed, replications: { min: 1, max: 1 } }, variants: [] };
}
