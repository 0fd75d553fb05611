import type { Observation, Observations } from './observation.ts';
import type { TraceProblems } from './trace-problems.ts';

/** One pod's recording, of one of its containers or of all; or that of the workload, which has no pod. */
export interface TraceSeries {
  readonly pod: string | undefined;
  readonly container: string;
  /** Ascending, none at the same instant as another. */
  readonly points: readonly Observation[];
}

/** The pause container's and the pod's own cgroup: they count what the named containers count. */
const NOT_NAMED = new Set(['', 'POD']);

/**
 * Returns the series of a trace; instants that go back or come twice are reported. Where containers of a pod are named,
 * what stands for the pod as a whole is left out, so that nothing counts twice.
 */
export function seriesOf(seen: Observations, problems: TraceProblems): readonly TraceSeries[] {
  const byKey = new Map<string, { pod: string | undefined; container: string; points: Observation[] }>();
  const named = new Set<string>();
  for (const point of seen.all) {
    const { pod, container = '' } = point;
    if (pod !== undefined && !NOT_NAMED.has(container)) named.add(pod);
    const key = `${pod ?? ''}\n${container}`;
    let series = byKey.get(key);
    if (series === undefined) {
      series = { pod, container, points: [] };
      byKey.set(key, series);
    }
    const last = series.points.at(-1);
    if (last === undefined || last.atMs < point.atMs) series.points.push(point);
    else refuse(seen, point, last, problems);
  }
  return [...byKey.values()].filter(
    ({ pod, container }) => pod === undefined || !named.has(pod) || !NOT_NAMED.has(container),
  );
}

function refuse(seen: Observations, point: Observation, last: Observation, problems: TraceProblems): void {
  const whose = point.pod ?? 'the workload';
  const before = `line ${seen.placeOf(last.at).line}`;
  const isTwice = point.atMs === last.atMs;
  problems.at(seen.placeOf(point.at), {
    code: isTwice ? 'trace-duplicate' : 'trace-unsorted',
    path: whose,
    got: isTwice ? `the instant of ${before} again` : `an instant before that of ${before}`,
    expected: 'ascending instants, each once',
    cure: isTwice ? 'remove one of the two rows' : 'sort the rows by time',
  });
}

/** Returns the usual time from one point of a series to its next, the median [ms]; undefined without two points. */
export function usualStepMs(series: readonly TraceSeries[]): number | undefined {
  const steps = series
    .flatMap(({ points }) => points.slice(1).map((point, i) => point.atMs - points[i]!.atMs))
    .sort((a, b) => a - b);
  return steps[(steps.length - 1) >> 1];
}
