import { formatDurationExact } from '../units/duration.ts';
import type { TracePod } from './hpa-trace.ts';
import type { Observation, Observations } from './observation.ts';
import { type Cluster, type Gaps, MAX_STEPS } from './trace-gaps.ts';
import type { TraceProblems } from './trace-problems.ts';
import type { TraceSeries } from './trace-series.ts';

interface PodFrameSite {
  readonly seen: Observations;
  readonly stepMs: number;
  readonly originMs: number;
  readonly gaps: Gaps;
  readonly problems: TraceProblems;
}

/** What one pod showed in one frame. */
interface Sighting {
  readonly first: Observation;
  readonly values: Map<string, number>;
}

/**
 * Returns the pods of each frame. A pod is there from its first point to its last: in a hole of up to three steps it
 * keeps what was measured before; a longer one is reported, or where gaps are allowed the pod is taken to be gone.
 */
export function podFrames(
  series: readonly TraceSeries[],
  clusters: readonly Cluster[],
  site: PodFrameSite,
): readonly (readonly TracePod[])[] {
  const frames: TracePod[][] = clusters.map(() => []);
  const frameOf = new Map<Observation, number>();
  clusters.forEach(({ points }, i) => {
    for (const point of points) frameOf.set(point, i);
  });
  for (const [name, sightings] of sightingsByPod(series, frameOf)) {
    let last: { readonly frame: number; readonly pod: TracePod } | undefined;
    for (const [frame, { first, values }] of sightings) {
      if (last !== undefined && !endsInGap(clusters, last.frame, frame, { name, first, site }))
        for (let i = last.frame + 1; i < frame; i++) frames[i]?.push(last.pod);
      const pod = {
        name,
        sampledAtMs: first.atMs - site.originMs,
        values,
        ...(first.ready === undefined ? {} : { ready: first.ready > 0 }),
      };
      frames[frame]?.push(pod);
      last = { frame, pod };
    }
  }
  return frames;
}

/** Sums the containers of each pod; of two points of one series in a frame the later one counts. */
function sightingsByPod(
  series: readonly TraceSeries[],
  frameOf: ReadonlyMap<Observation, number>,
): ReadonlyMap<string, readonly (readonly [number, Sighting])[]> {
  const byPod = new Map<string, Map<number, Sighting>>();
  for (const { pod, points } of series) {
    if (pod === undefined) continue;
    const sightings = byPod.get(pod) ?? new Map<number, Sighting>();
    byPod.set(pod, sightings);
    const ofSeries = new Map(points.map((point) => [frameOf.get(point) ?? 0, point]));
    for (const [frame, point] of ofSeries) {
      const values = sightings.get(frame)?.values ?? new Map<string, number>();
      for (const [measure, milli] of point.values) values.set(measure, (values.get(measure) ?? 0) + milli);
      sightings.set(frame, { first: sightings.get(frame)?.first ?? point, values });
    }
  }
  return new Map([...byPod].map(([pod, sightings]) => [pod, [...sightings].sort(([a], [b]) => a - b)]));
}

/** Returns whether a pod's hole is too long to bridge, after reporting it where that is a problem. */
function endsInGap(
  clusters: readonly Cluster[],
  from: number,
  to: number,
  of: { readonly name: string; readonly first: Observation; readonly site: PodFrameSite },
): boolean {
  const { seen, stepMs, gaps, problems } = of.site;
  const lengthMs = (clusters[to]?.atMs ?? 0) - (clusters[from]?.atMs ?? 0);
  if (to === from + 1 || lengthMs <= MAX_STEPS * stepMs) return false;
  if (gaps === 'refuse') {
    problems.at(seen.placeOf(of.first.at), {
      code: 'trace-gap',
      path: of.name,
      got: `nothing of this pod for ${formatDurationExact(lengthMs)}`,
      expected: `at most ${MAX_STEPS} times the usual step of ${formatDurationExact(stepMs)}`,
      cure: '--gaps allow, and the pod is taken to be gone meanwhile',
    });
  }
  return true;
}
