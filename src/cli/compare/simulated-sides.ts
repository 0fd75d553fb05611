import type { ComparedSide } from '../../analysis/compare/compared-side.ts';
import { runMetrics } from '../../analysis/run-metrics.ts';
import type { Plan } from '../../scenario/plan.ts';
import type { Host } from '../host.ts';
import { type RunTask, runTasks, type TaskOptions } from '../run-tasks.ts';

/** A plan to be run for a comparison, and which of its replications. */
export interface SideRequest {
  readonly name: string;
  readonly plan: Plan;
  /** 0-based numbers. */
  readonly replications: readonly number[];
}

export interface SimulatedSides {
  /** One for each request, with the runs that came to their end. */
  readonly sides: readonly ComparedSide[];
  readonly stoppedBy?: 130 | 143;
}

/** Runs every replication of every plan as one piece of work, pair by pair, so that a stop leaves pairs behind. */
export async function simulateSides(
  requests: readonly SideRequest[],
  options: TaskOptions,
  host: Host,
): Promise<SimulatedSides> {
  const longest = Math.max(0, ...requests.map(({ replications }) => replications.length));
  const order = Array.from({ length: longest }, (_, i) =>
    requests.flatMap((request, side) => {
      const replication = request.replications[i];
      return replication === undefined ? [] : [{ side, replication, request }];
    }),
  ).flat();
  const tasks = order.map(
    ({ replication, request }, i): RunTask => ({
      plan: { ...request.plan, variants: [] },
      replication,
      label: `${request.name}, run ${i + 1} of ${order.length}`,
    }),
  );
  const { results, stoppedBy } = await runTasks(tasks, options, host);
  const sides = requests.map(({ name, plan }, side): ComparedSide => {
    const runs = order.flatMap((each, i) => {
      const summary = each.side === side ? results[i]?.summary : undefined;
      return summary === undefined ? [] : [{ run: each.replication, metrics: runMetrics(plan, summary) }];
    });
    return { name, kind: 'simulated', seed: plan.random.seed, runs };
  });
  return { sides, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
}
