import { describe, expect, it } from 'vitest';
import type { HpaSpec } from '../kubernetes/hpa-spec.ts';
import { cpuHpa } from '../testing/cluster-builder.ts';
import { recordFleet } from '../testing/fleet-recording.ts';
import { cpuSpec } from '../testing/hpa-builder.ts';
import { cpuTrace, replayed } from '../testing/replay-builder.ts';
import { readHpaTrace } from './read-hpa-trace.ts';

const AS_RECORDED = { mode: 'as-recorded' } as const;
const WAVE_MS = 900_000;

/** Without windows a pass depends on what it sees and on nothing before. */
const MEMORYLESS: HpaSpec = {
  ...cpuHpa(2, 40, 60),
  behavior: {
    scaleUp: { policies: [{ type: 'Pods', value: 1000, periodSec: 1 }] },
    scaleDown: { stabilizationWindowSec: 0, policies: [{ type: 'Pods', value: 1000, periodSec: 1 }] },
  },
};

describe('the recording of a fleet', () => {
  const recording = recordFleet(
    MEMORYLESS,
    (nowMs) => 6000 + 5000 * Math.sin((2 * Math.PI * nowMs) / WAVE_MS),
    2 * WAVE_MS,
  );
  const found = readHpaTrace(recording.csv, 'fleet.csv', {
    gaps: 'refuse',
    allowances: { cpuRequest: 1000 },
  });

  it('has the same decision at every pass at which all pods had been measured while Ready', () => {
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    const { decisions } = replayed(found.trace, MEMORYLESS, AS_RECORDED).candidates[0]!;
    expect(decisions).toHaveLength(recording.decisions.length);
    const answers = (list: typeof decisions) =>
      list.flatMap(({ currentReplicas, desiredReplicas, explanation }, i) =>
        recording.settled[i] === true ? [[i, currentReplicas, desiredReplicas, explanation]] : [],
      );
    expect(recording.settled.filter(Boolean).length).toBeGreaterThan(20);
    expect(recording.decisions.some(({ rescaled }, i) => rescaled && recording.settled[i])).toBe(true);
    expect(answers(decisions)).toEqual(answers(recording.decisions));
  });
});

describe('a recorded workload', () => {
  const frames = (replicas: readonly number[]) =>
    replicas.map((count, i) => ({
      atMs: i * 15_000,
      totals: new Map([['cpu', 900 * count]]),
      replicas: count,
      pods: [],
    }));

  it('answers to the recorded replicas, not to its own wishes', () => {
    const trace = { ...cpuTrace([]), tellsReplicas: true, frames: frames([4, 4, 4, 4]) };
    const { decisions, course } = replayed(trace, cpuSpec(60), AS_RECORDED).candidates[0]!;
    expect(
      decisions.map(({ currentReplicas, desiredReplicas }) => [currentReplicas, desiredReplicas]),
    ).toEqual([
      [4, 6],
      [4, 6],
      [4, 6],
      [4, 6],
    ]);
    expect(course).toMatchObject({ untilMs: [45_000], desired: [6], ready: [4] });
  });

  it('counts the changes that the recording shows for policies, and none of its own', () => {
    const scaleUp = { policies: [{ type: 'Pods' as const, value: 2, periodSec: 600 }] };
    const trace = { ...cpuTrace([]), tellsReplicas: true, frames: frames([4, 4, 4, 6, 6]) };
    const { decisions } = replayed(trace, cpuSpec(60, { behavior: { scaleUp } }), AS_RECORDED).candidates[0]!;
    // Its own wish for 6 leaves the budget of 2 in 10 min untouched; the recorded step uses it up.
    expect(decisions.map(({ desiredReplicas }) => desiredReplicas)).toEqual([6, 6, 6, 6, 6]);
  });

  it('takes pods that appear for Ready after a start-up, or when the column says so', () => {
    const base = { ...cpuTrace([]), tellsReplicas: true };
    const untold = { ...base, frames: frames([4, 8, 8]) };
    const told = { ...base, frames: frames([4, 8, 8]).map((frame) => ({ ...frame, ready: frame.replicas })) };
    const counted = (trace: typeof base) =>
      replayed(trace, cpuSpec(60), { ...AS_RECORDED, startupMs: 60_000 }).candidates[0]!.decisions.map(
        ({ metrics: [first] }) => (first?.kind === 'proposal' ? first.guessedPods : undefined),
      );
    expect(counted(untold)).toEqual([undefined, 4, 4]);
    expect(counted(told)).toEqual([undefined, 4, undefined]);
  });
});
