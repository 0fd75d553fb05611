import { metricsOfPlan, metricValue } from '../analysis/metric-value.ts';
import { summarize } from '../analysis/summarize.ts';
import type { VariantReport } from '../report/report.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { Simulation } from '../simulator/simulation.ts';
import { meanInterval } from '../statistics/output-analysis.ts';
import type { Host } from './host.ts';
import { Progress } from './progress.ts';

/** Wall-clock time that a slice of work aims at: short enough for Ctrl-C and the progress line. */
const SLICE_MS = 120;

/** Simulated time of the first slice, before its speed is known. */
const FIRST_SLICE_MS = 1_000;

/** The replications of a plan, and what happened meanwhile. */
export interface Replications {
  /** At least one; partial only where the first of them was interrupted. */
  readonly records: readonly RunRecord[];
  /** What the plan's variants came to; those that were not run to the end are left out. */
  readonly variants: readonly VariantReport[];
  /** Code of the signal that ended the run early. */
  readonly stoppedBy?: 130 | 143;
  readonly startedAtEpochMs: number;
  readonly elapsedMs: number;
}

/**
 * Runs the replications of a plan one after the other, in slices between which signals are heard. Stops early once the
 * plan's half-width is reached. Interrupted: complete replications are kept and the one begun is dropped; where there is
 * no complete one, the first is kept as far as it came, and marked.
 */
export async function replicate(plan: Plan, host: Host, quiet: boolean): Promise<Replications> {
  const progress = quiet ? undefined : new Progress(host);
  const startedAtEpochMs = host.clock.epochMs();
  const startedMs = host.clock.monotonicMs();
  let stoppedBy: 130 | 143 | undefined;
  const stopListening = host.onStop((code) => {
    stoppedBy ??= code;
  });
  const runs = [plan, ...plan.variants.map((variant) => variant.plan)];
  const isStopped = () => stoppedBy !== undefined;
  let records: readonly RunRecord[] = [];
  const variants: VariantReport[] = [];
  try {
    records = await runAll(plan, host, isStopped, (share, label, admitted) =>
      progress?.show({ doneShare: share / runs.length, label, admitted }),
    );
    for (const [index, variant] of plan.variants.entries()) {
      if (isStopped()) break;
      const beside = await runAll(variant.plan, host, isStopped, (share, _, admitted) =>
        progress?.show({ doneShare: (index + 1 + share) / runs.length, label: variant.name, admitted }),
      );
      if (!isStopped()) variants.push({ ...variant, findings: summarize(beside) });
    }
  } finally {
    stopListening();
    progress?.end();
  }
  return {
    records,
    variants,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
    startedAtEpochMs,
    elapsedMs: host.clock.monotonicMs() - startedMs,
  };
}

/** Receives how much of a plan is done, 0..1, what is being done, and how many were let in so far. */
type Show = (doneShare: number, label: string, admitted: number) => void;

async function runAll(
  plan: Plan,
  host: Host,
  isStopped: () => boolean,
  show: Show,
): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  const isPreciseEnough = stoppingRule(plan);
  while (!isStopped() && records.length < plan.random.replications.max && !isPreciseEnough(records)) {
    const record = await runOne(plan, records.length, host, isStopped, show);
    if (record.interrupted === undefined || records.length === 0) records.push(record);
  }
  return records;
}

async function runOne(
  plan: Plan,
  replication: number,
  host: Host,
  isStopped: () => boolean,
  show: Show,
): Promise<RunRecord> {
  const simulation = new Simulation(plan, replication);
  const { horizonMs } = plan.clock;
  const { max } = plan.random.replications;
  const label = max > 1 ? `replication ${replication + 1} of ${max}` : '';
  let sliceMs = FIRST_SLICE_MS;
  await host.breathe();
  while (!simulation.done && !isStopped()) {
    const beganMs = host.clock.monotonicMs();
    simulation.advance(simulation.nowMs + sliceMs);
    const tookMs = host.clock.monotonicMs() - beganMs;
    sliceMs = Math.max(1, Math.round(sliceMs * Math.min(4, Math.max(0.25, SLICE_MS / Math.max(tookMs, 1)))));
    show((replication + Math.min(1, simulation.nowMs / horizonMs)) / max, label, simulation.admitted);
    await host.breathe();
  }
  return simulation.record(!simulation.done);
}

/**
 * Returns the plan's stopping rule: whether the replications so far reach its half-width. It keeps what it has measured,
 * so it has to see the records of one growing list. With a fixed number of replications it never stops.
 */
function stoppingRule(plan: Plan): (records: readonly RunRecord[]) => boolean {
  const { min, until } = plan.random.replications;
  const metric = metricsOfPlan(plan).find(({ path }) => path === until?.metric);
  if (until === undefined || metric === undefined) return () => false;
  const measured: (number | undefined)[] = [];
  return (records) => {
    for (const record of records.slice(measured.length)) {
      measured.push(metricValue(summarize([record]), metric));
    }
    if (records.length < Math.max(min, 2)) return false;
    const values = measured.filter((value) => value !== undefined);
    const halfWidth = meanInterval(values, until.level)?.halfWidth;
    return halfWidth !== undefined && halfWidth <= until.halfWidth;
  };
}
