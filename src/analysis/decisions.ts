import type { ScalingDecision } from '../result/cluster-record.ts';
import { isHeldBack } from './workloads.ts';

/** Rows of a table that a reader takes in at a glance. */
const MOST_TOLD = 12;

/**
 * Returns the decisions that tell the story of a run, at most 12 in order of time. Of each workload: its first growth, its
 * largest step up, the step that reached its most pods, its first and last step down, and the first time that each reason
 * held it back. Where these leave room, the other steps, the largest first; where they do not, held-back ones go first.
 */
export function tellDecisions(decisions: readonly ScalingDecision[]): readonly ScalingDecision[] {
  const workloads = [...new Set(decisions.map(({ workload }) => workload))];
  const own = workloads.map((name) => decisions.filter(({ workload }) => workload === name));
  const steps = decisions.filter(isStep);
  const ranked = new Set([
    ...own.flatMap(turningPoints),
    ...own.flatMap(firstOfEachReason),
    ...steps.toSorted((a, b) => size(b) - size(a)),
  ]);
  const told = new Set([...ranked].slice(0, MOST_TOLD));
  return decisions.filter((decision) => told.has(decision));
}

function turningPoints(decisions: readonly ScalingDecision[]): readonly ScalingDecision[] {
  const ups = decisions.filter(({ from, to }) => to > from);
  const downs = decisions.filter(({ from, to }) => to < from);
  const most = ups.reduce((pods, { to }) => Math.max(pods, to), 0);
  const largest = ups.reduce<ScalingDecision | undefined>(
    (a, b) => (a === undefined || size(b) > size(a) ? b : a),
    undefined,
  );
  return [ups[0], largest, ups.find(({ to }) => to === most), downs[0], downs.at(-1)].filter(
    (decision) => decision !== undefined,
  );
}

function firstOfEachReason(decisions: readonly ScalingDecision[]): readonly ScalingDecision[] {
  const held = decisions.filter(isHeldBack);
  const key = ({ reason, from, wanted }: ScalingDecision) => `${reason} ${wanted > from ? 'up' : 'down'}`;
  const first = new Map(held.toReversed().map((decision) => [key(decision), decision]));
  return [...first.values()].toReversed();
}

function isStep({ from, to }: ScalingDecision): boolean {
  return from !== to;
}

function size({ from, to }: ScalingDecision): number {
  return Math.abs(to - from);
}
