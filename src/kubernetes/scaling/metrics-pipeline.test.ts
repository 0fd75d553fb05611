import { describe, expect, it } from 'vitest';
import { clusterPlan, cpuHpa, hpaScaling } from '../../testing/cluster-builder.ts';
import { Fleet } from '../fleet/fleet.ts';
import { PRODUCTION_HPA_SETTINGS } from '../hpa-settings.ts';
import { classifyPod } from '../pod-groups.ts';
import type { WorkloadPlan } from '../workload-plan.ts';
import { MetricsPipeline, type PodUsage } from './metrics-pipeline.ts';

const RUN = { seed: 11, replication: 0 };
const MIB = 2 ** 20 * 1000;

function begin(changes: Partial<WorkloadPlan> = {}, seed = RUN.seed) {
  const plan = clusterPlan({ scaling: hpaScaling(cpuHpa(2, 50, 60)), ...changes }, { max: 30 });
  const run = { seed, replication: 0 };
  const fleet = new Fleet(plan, run, 0, () => true);
  return { fleet, metrics: new MetricsPipeline(plan, fleet, run, 0) };
}

function runSeconds(
  { fleet, metrics }: ReturnType<typeof begin>,
  fromSec: number,
  toSec: number,
  usage: (second: number) => Partial<PodUsage>,
): void {
  for (let second = fromSec; second < toSec; second++) {
    const nowMs = (second + 1) * 1000;
    fleet.advance(nowMs);
    metrics.record(0, nowMs, { cpuMillicores: 0, memoryMiB: 0, requestsPerSec: 0, ...usage(second) });
  }
}

const STEP_MS = 500;

/** Times from Ready to the first pass at which the autoscaler would count the CPU of each of ten new pods [ms]. */
function usableLagsMs(seed: number): readonly number[] {
  const { fleet, metrics } = begin({}, seed);
  const lags = new Map<string, number>();
  fleet.setReplicas(0, 12, 0);
  for (let nowMs = 0; lags.size < 10 && nowMs <= 300_000; nowMs += STEP_MS) {
    fleet.advance(nowMs);
    const samples = metrics.samples(0, 'cpu', nowMs);
    for (const state of fleet.podStates(0).slice(2)) {
      const rules = { nowMs, settings: PRODUCTION_HPA_SETTINGS };
      if (lags.has(state.name) || classifyPod(state, samples.get(state.name), 'cpu', rules) !== 'ready')
        continue;
      lags.set(state.name, nowMs - (state.ready?.sinceMs ?? 0));
    }
  }
  return [...lags.values()];
}

describe('MetricsPipeline', () => {
  it('gives the mean over the window, wherever that lies', () => {
    const parts = begin();
    // CPU rises by 1 millicore a second, so that the mean over a window is its middle.
    runSeconds(parts, 0, 300, (second) => ({ cpuMillicores: second + 0.5 }));
    for (const { valueMilli, atMs, windowMs } of parts.metrics.samples(0, 'cpu', 300_000).values()) {
      expect(Math.abs(valueMilli - (atMs - windowMs / 2) / 1000)).toBeLessThan(0.05);
    }
  });

  it('shows idle CPU before the first record and for the time in which a pod did not serve', () => {
    const parts = begin();
    const idle = [...parts.metrics.samples(0, 'cpu', 0).values()].map(({ valueMilli }) => valueMilli);
    expect(idle).toEqual([10, 10]);
    parts.fleet.setReplicas(0, 3, 0);
    runSeconds(parts, 0, 30, () => ({ cpuMillicores: 1000 }));
    const pod = parts.fleet.pods(0)[2]!;
    const sample = parts.metrics.samples(0, 'cpu', 30_000).get(pod.name)!;
    const served = Math.max(0, sample.atMs - Math.max(sample.atMs - sample.windowMs, pod.ready!.sinceMs));
    const expected = (1000 * served + 10 * (sample.windowMs - served)) / sample.windowMs;
    expect(sample.valueMilli).toBeCloseTo(expected, 6);
  });

  it("makes a new pod's first CPU sample usable 15 to 40 s after Ready", () => {
    const lags = Array.from({ length: 40 }, (_, seed) => usableLagsMs(seed)).flat();
    expect(lags.length).toBe(400);
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(15_000);
    expect(Math.max(...lags)).toBeLessThanOrEqual(40_000 + STEP_MS);
    // To the first scrape whose reading is later than Ready: U(0, 15), and one more where the reading's age U(0, 10) is
    // larger, 1 in 3: 12.5 s. To the second point: 15 s. The pods of a seed share the grid, which leaves sd 1.6 s a seed.
    const mean = lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
    expect(Math.abs(mean - STEP_MS / 2 - 27_500)).toBeLessThan((4 * 1600) / Math.sqrt(40));
  });

  it('keeps memory at its highest since the pod began to serve, unless it is returned', () => {
    for (const returned of [false, true]) {
      const memory = { baseMiB: 100, mibPerRequestPerSec: 0.1, returned };
      const parts = begin({ memory });
      const peak = (second: number) => ({ memoryMiB: second < 60 ? 700 : 150 });
      runSeconds(parts, 0, 60, peak);
      parts.fleet.setReplicas(0, 3, 60_000);
      runSeconds(parts, 60, 200, peak);
      const samples = [...parts.metrics.samples(0, 'memory', 200_000).values()];
      expect(samples.map(({ valueMilli }) => valueMilli / MIB)).toEqual(
        returned ? [150, 150, 150] : [700, 700, 150],
      );
      expect(parts.metrics.memoryMiB(0, 200_000)).toBeCloseTo(returned ? 150 : (700 + 700 + 150) / 3, 9);
    }
  });

  it('holds memory to the limit', () => {
    const parts = begin();
    runSeconds(parts, 0, 60, () => ({ memoryMiB: 5000 }));
    expect(parts.metrics.memoryMiB(0, 60_000)).toBe(1024);
  });

  it('loses the pods of a node with the first scrape that misses it', () => {
    const parts = begin();
    runSeconds(parts, 0, 60, () => ({ cpuMillicores: 500 }));
    expect(parts.metrics.samples(0, 'cpu', 60_000).size).toBe(2);
    parts.fleet.loseNodes({ share: 1, of: 'all', noticeMs: 0 }, 60_000);
    parts.fleet.advance(75_000);
    expect(parts.metrics.samples(0, 'cpu', 75_000).size).toBe(0);
  });

  it('counts requests of a pod too', () => {
    const parts = begin();
    runSeconds(parts, 0, 100, () => ({ requestsPerSec: 321 }));
    const values = [...parts.metrics.samples(0, 'requests', 100_000).values()].map(
      ({ valueMilli }) => valueMilli,
    );
    expect(values.map(Math.round)).toEqual([321_000, 321_000]);
  });
});
