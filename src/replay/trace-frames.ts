import type { HpaTrace, TraceFrame, TracePod } from './hpa-trace.ts';
import type { Observation, Observations } from './observation.ts';
import { podFrames } from './pod-frames.ts';
import { type Cluster, type Gaps, reportGaps, reportLength } from './trace-gaps.ts';
import type { TraceProblems } from './trace-problems.ts';
import { seriesOf, usualStepMs } from './trace-series.ts';
import { isWallClock } from './trace-time.ts';

/**
 * Returns the frames of a trace: points less than half a step apart are one frame, so that pods that are measured one
 * after the other stand side by side. Reports disorder, duplicates, holes and what is too short or too long.
 */
export function framesOf(
  seen: Observations,
  gaps: Gaps,
  problems: TraceProblems,
): Omit<HpaTrace, 'file' | 'measures' | 'allowances'> | undefined {
  const series = seriesOf(seen, problems);
  const stepMs = usualStepMs(series);
  if (stepMs === undefined) {
    if (!problems.any)
      problems.at(undefined, { code: 'trace-empty', got: 'one instant', expected: 'at least two instants' });
    return undefined;
  }
  const points = series.flatMap((each) => each.points).sort((a, b) => a.atMs - b.atMs);
  const clusters = clustersOf(points, stepMs);
  const originMs = clusters[0]?.atMs ?? 0;
  if (gaps === 'refuse') reportGaps(clusters, { seen, stepMs, problems });
  reportLength(clusters, seen, problems);
  const pods = podFrames(series, clusters, { seen, stepMs, originMs, gaps, problems });
  const frames = clusters.map((cluster, i) => frameOf(cluster, pods[i] ?? [], originMs));
  return {
    perPod: series.some(({ pod }) => pod !== undefined),
    tellsReplicas: points.every(({ replicas }) => replicas !== undefined),
    ...(isWallClock(originMs) ? { startEpochMs: originMs } : {}),
    stepMs,
    frames,
  };
}

function clustersOf(points: readonly Observation[], stepMs: number): readonly Cluster[] {
  const clusters: { atMs: number; points: Observation[] }[] = [];
  let beganMs = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    const last = clusters.at(-1);
    if (last === undefined || point.atMs - beganMs >= stepMs / 2) {
      beganMs = point.atMs;
      clusters.push({ atMs: point.atMs, points: [point] });
    } else {
      last.points.push(point);
      last.atMs = point.atMs;
    }
  }
  return clusters;
}

function frameOf({ atMs, points }: Cluster, pods: readonly TracePod[], originMs: number): TraceFrame {
  const perPod = points[0]?.pod !== undefined;
  const written = points.findLast(({ replicas }) => replicas !== undefined)?.replicas;
  const replicas = written ?? (perPod ? pods.length : undefined);
  const ready = perPod ? readyOf(pods) : points[0]?.ready;
  const totals = perPod ? totalsOf(pods) : (points.at(-1)?.values ?? new Map<string, number>());
  return {
    atMs: atMs - originMs,
    totals,
    ...(replicas === undefined ? {} : { replicas }),
    ...(ready === undefined ? {} : { ready }),
    pods,
  };
}

function readyOf(pods: readonly TracePod[]): number | undefined {
  if (pods.every(({ ready }) => ready === undefined)) return undefined;
  return pods.filter(({ ready }) => ready === true).length;
}

function totalsOf(pods: readonly TracePod[]): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const { values } of pods)
    for (const [measure, milli] of values) totals.set(measure, (totals.get(measure) ?? 0) + milli);
  return totals;
}
