import type { ClusterPlan, ScheduledReplicas } from '../workload-plan.ts';

function isInForce({ fromMs, untilMs }: ScheduledReplicas, nowMs: number): boolean {
  return fromMs <= nowMs && (untilMs === undefined || nowMs < untilMs);
}

/** Returns the replicas that a schedule without an autoscaler asks for: of the entries in force the one begun last. */
export function scheduledReplicas(
  schedule: readonly ScheduledReplicas[],
  otherwise: number,
  nowMs: number,
): number {
  let latest: ScheduledReplicas | undefined;
  for (const entry of schedule) {
    if (isInForce(entry, nowMs) && (latest === undefined || entry.fromMs >= latest.fromMs)) latest = entry;
  }
  return latest?.replicas ?? otherwise;
}

/** Returns the highest floor that a schedule sets under an autoscaler's minimum; 0 where none is in force. */
export function scheduledFloor(schedule: readonly ScheduledReplicas[], nowMs: number): number {
  return schedule.reduce(
    (floor, entry) => (isInForce(entry, nowMs) ? Math.max(floor, entry.replicas) : floor),
    0,
  );
}

/** Returns the first instant after `nowMs` at which a schedule changes anything; Infinity when none is left. */
export function nextChangeMs(schedule: readonly ScheduledReplicas[], nowMs: number): number {
  const instants = schedule.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs ?? fromMs]);
  return Math.min(...instants.filter((atMs) => atMs > nowMs), Number.POSITIVE_INFINITY);
}

/** Returns the instant at which the cluster must be started so that its first schedule can be kept; 0 or negative [ms]. */
export function firstScheduledMs(plan: ClusterPlan): number {
  return Math.min(
    0,
    ...plan.workloads.flatMap(({ scaling }) => scaling.schedule.map(({ fromMs }) => fromMs)),
  );
}
