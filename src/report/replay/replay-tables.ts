import type { ReplicaFindings } from '../../analysis/replay-findings.ts';
import type { ReplicaCourse } from '../../result/replay-record.ts';
import type { Cell, DataTable } from '../tables/table.ts';
import type { ReplayReport } from './replay-report.ts';

/** Returns every table of a replay; amounts are in milli-units (1 core = 1000, 1 request/s = 1000). */
export function replayTables(report: ReplayReport): readonly [DataTable, ...DataTable[]] {
  return [summaryTable(report), replicasTable(report), decisionsTable(report), lagsTable(report)];
}

function summaryTable({ findings }: ReplayReport): DataTable {
  const { candidates, recorded } = findings;
  const row = (name: string, side: ReplicaFindings): readonly Cell[] => [
    name,
    side.podHours,
    side.meanReplicas,
    side.minReplicas,
    side.maxReplicas,
    side.endReplicas,
    side.scaleUps,
    side.scaleDowns,
    side.lagMs,
    side.lags.length,
    side.worstShortfallMilli,
    side.worstMissingPods,
    side.unservedShare,
  ];
  return {
    name: 'summary',
    header: [
      ...['autoscaler', 'podHours', 'meanReplicas', 'minReplicas', 'maxReplicas', 'endReplicas', 'scaleUps'],
      ...['scaleDowns', 'lagMs', 'lags', 'worstShortfallMilli', 'worstMissingPods', 'unservedShare'],
    ],
    rows: [
      ...candidates.map((side) => row(side.name, side)),
      ...(recorded === undefined ? [] : [row('recorded', recorded)]),
    ],
  };
}

/** One row for each span in which nothing changed. */
function replicasTable({ record }: ReplayReport): DataTable {
  const { candidates, recorded, capacity } = record;
  const rows = (name: string, { untilMs, demandMilli, desired, ready }: ReplicaCourse) =>
    untilMs.map((until, i) => [
      name,
      untilMs[i - 1] ?? 0,
      until,
      demandMilli[i],
      desired[i],
      ready[i],
      (ready[i] ?? 0) * capacity.perPodMilli,
    ]);
  return {
    name: 'replicas',
    header: [
      'autoscaler',
      'fromMs',
      'untilMs',
      `${capacity.measure}DemandMilli`,
      'desired',
      'ready',
      'capacityMilli',
    ],
    rows: [
      ...candidates.flatMap(({ name, course }) => rows(name, course)),
      ...(recorded === undefined ? [] : rows('recorded', recorded)),
    ],
  };
}

/** One row for each pass. */
function decisionsTable({ record }: ReplayReport): DataTable {
  return {
    name: 'decisions',
    header: [
      'autoscaler',
      'atMs',
      'from',
      'to',
      'proposed',
      'stabilized',
      'ableToScale',
      'scalingLimited',
      'explanation',
      'error',
    ],
    rows: record.candidates.flatMap(({ name, decisions }) =>
      decisions.map(({ atMs, currentReplicas, desiredReplicas, steps, conditions, explanation, error }) => [
        name,
        atMs,
        currentReplicas,
        desiredReplicas,
        steps?.proposed,
        steps?.stabilized,
        conditions.AbleToScale.reason,
        conditions.ScalingLimited?.reason,
        explanation,
        error,
      ]),
    ),
  };
}

function lagsTable({ findings }: ReplayReport): DataTable {
  const sides = [
    ...findings.candidates.map(({ name, lags }) => ({ name, lags })),
    ...(findings.recorded === undefined ? [] : [{ name: 'recorded', lags: findings.recorded.lags }]),
  ];
  return {
    name: 'lags',
    header: [
      ...['autoscaler', 'fromMs', 'untilMs', 'worstAtMs', 'demandMilli', 'ready', 'desired', 'missingPods'],
      ...['unservedMilliSec', 'cause'],
    ],
    rows: sides.flatMap(({ name, lags }) =>
      lags.map((lag) => [
        name,
        lag.fromMs,
        lag.untilMs,
        lag.worstAtMs,
        lag.demandMilli,
        lag.ready,
        lag.desired,
        lag.missingPods,
        lag.unservedMilliSec,
        lag.cause,
      ]),
    ),
  };
}
