import { formatDurationExact, MAX_DURATION_MS } from '../units/duration.ts';
import type { Observation, Observations } from './observation.ts';
import type { TraceProblems } from './trace-problems.ts';

/** Whether holes are a problem. Allowed, what is measured after one counts for all of it. */
export type Gaps = 'refuse' | 'allow';

/** A hole is longer than this many usual steps. */
export const MAX_STEPS = 3;

/** Points of one frame. */
export interface Cluster {
  /** Of its last point, on the trace's own clock [ms]. */
  readonly atMs: number;
  readonly points: readonly Observation[];
}

/** Reports every hole between two frames. */
export function reportGaps(
  clusters: readonly Cluster[],
  { seen, stepMs, problems }: { seen: Observations; stepMs: number; problems: TraceProblems },
): void {
  for (let i = 1; i < clusters.length; i++) {
    const [before, after] = [clusters[i - 1]!, clusters[i]!];
    const lengthMs = after.atMs - before.atMs;
    const point = after.points[0];
    if (lengthMs <= MAX_STEPS * stepMs || point === undefined) continue;
    problems.at(seen.placeOf(point.at), {
      code: 'trace-gap',
      path: 'time',
      got: `nothing for ${formatDurationExact(lengthMs)}`,
      expected: `at most ${MAX_STEPS} times the usual step of ${formatDurationExact(stepMs)}`,
      cure: '--gaps allow, and what is measured after a gap counts for all of it',
    });
  }
}

/** Reports a trace that is longer than a replay. */
export function reportLength(
  clusters: readonly Cluster[],
  seen: Observations,
  problems: TraceProblems,
): void {
  const [first, last] = [clusters[0], clusters.at(-1)];
  const point = last?.points[0];
  if (first === undefined || last === undefined || point === undefined) return;
  if (last.atMs - first.atMs <= MAX_DURATION_MS) return;
  problems.at(seen.placeOf(point.at), {
    code: 'trace-time',
    path: 'time',
    got: `${Math.round((last.atMs - first.atMs) / 86_400_000)} days after the first`,
    expected: 'instants within 14d of the first',
    cure: 'one trace for each part; a number without a unit is seconds',
  });
}
