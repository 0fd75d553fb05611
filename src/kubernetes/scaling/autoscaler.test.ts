import { describe, expect, it } from 'vitest';
import {
  clusterPlan,
  cpuHpa,
  fixedScaling,
  HPA_SETTINGS,
  hpaScaling,
} from '../../testing/cluster-builder.ts';
import { ClusterStory, type Load } from '../../testing/cluster-story.ts';
import type { HpaSpec } from '../hpa-spec.ts';

const ROOMY = { min: 60, max: 60 };

/** 30,000 requests/s at 2 ms of CPU each: 60 cores, and no pod can use more than its one. */
const BURST: Load = { usage: (_, ready) => ({ cpuMillicores: Math.min(1000, 60_000 / ready) }) };

describe('a schedule', () => {
  it('has 30 pods ready at 0 that were asked for 10 min before', () => {
    const schedule = [{ fromMs: -600_000, replicas: 30 }];
    const hpa = { ...hpaScaling(cpuHpa(3, 50, 60)), schedule };
    const story = new ClusterStory(clusterPlan({ scaling: hpa }));
    const readyMs = story.live(0, () => story.fleet.readyPods(0).length === 30);
    // A pass within 15 s, Karpenter's node 60 s after it, then pull, boot and probe.
    expect(readyMs).toBeGreaterThan(-600_000 + 73_500);
    expect(readyMs).toBeLessThanOrEqual(-600_000 + 15_000 + 75_000);
    story.live(0);
    expect(story.fleet.counts(0)).toMatchObject({ desired: 30, ready: 30 });
    expect(story.autoscaler.decisions()[0]).toMatchObject({ from: 3, to: 30, by: 'schedule' });
  });

  it('is the number of pods where there is no autoscaler', () => {
    const schedule = [{ fromMs: 10_000, untilMs: 60_000, replicas: 7 }];
    const story = new ClusterStory(clusterPlan({ scaling: { ...fixedScaling(2), schedule } }));
    story.live(200_000);
    expect(story.autoscaler.decisions()).toMatchObject([
      { atMs: 10_000, from: 2, to: 7, by: 'schedule' },
      { atMs: 60_000, from: 7, to: 2, by: 'schedule' },
    ]);
  });

  it('that ends leaves shrinking to the autoscaler, which has long wished for less', () => {
    const schedule = [{ fromMs: 0, untilMs: 600_000, replicas: 10 }];
    const story = new ClusterStory(clusterPlan({ scaling: { ...hpaScaling(cpuHpa(2, 50, 60)), schedule } }), {
      usage: () => ({ cpuMillicores: 10 }),
    });
    expect(story.live(20_000, () => story.fleet.desiredReplicas(0) === 10)).toBeLessThanOrEqual(15_000);
    // Stabilization looks at wishes, and those of the last 5 min were the minimum at most.
    const shrunkMs = story.live(1_200_000, () => story.fleet.desiredReplicas(0) === 2);
    expect(shrunkMs).toBeGreaterThanOrEqual(600_000);
    expect(shrunkMs).toBeLessThanOrEqual(615_100);
  });
});

describe('a burst on CPU with request = limit', () => {
  it('grows in generations of 100/60, 20 -> 34 -> 57 -> 95, and stops inside tolerance', () => {
    const settings = { ...HPA_SETTINGS, kubeletRefreshMs: 0 };
    const story = new ClusterStory(
      clusterPlan({ scaling: { ...hpaScaling(cpuHpa(20, 200, 60)), settings } }, ROOMY),
      BURST,
      5,
    );
    story.live(900_000);
    expect(story.steps).toEqual([
      [20, 34],
      [34, 57],
      [57, 95],
    ]);
    const growth = story.autoscaler.decisions().filter(({ from, to }) => to > from);
    for (const [index, { atMs }] of growth.slice(1).entries()) {
      // 45 to 90 s a generation: start-up 10.5 to 13.5 s, first sample 15 to 40 s, a pass.
      expect(atMs - growth[index]!.atMs).toBeGreaterThanOrEqual(25_000);
      expect(atMs - growth[index]!.atMs).toBeLessThanOrEqual(90_000);
    }
    const held = story.autoscaler
      .decisions()
      .filter(({ from, to, text }) => from === to && text.includes('usable'));
    expect(held.map(({ from }) => from)).toEqual([34, 57, 95]);
  });

  it('never grows by more in one pass, and ends where 60 cores are within 10 % of the target, for any luck', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const story = new ClusterStory(
        clusterPlan({ scaling: hpaScaling(cpuHpa(20, 200, 60)) }, ROOMY),
        BURST,
        seed,
      );
      story.live(900_000);
      for (const [from, to] of story.steps) expect(to).toBeLessThanOrEqual(Math.ceil((from * 100) / 60));
      // 60 cores on n pods are 6000 / n %, truncated; 54 to 66 % of 60 % are within tolerance.
      expect(story.fleet.desiredReplicas(0)).toBeGreaterThanOrEqual(90);
      expect(story.fleet.desiredReplicas(0)).toBeLessThanOrEqual(111);
    }
  });

  it('waits for nodes where there are none', () => {
    const scaling = hpaScaling(cpuHpa(4, 200, 60));
    const firstNewMs = (nodes: { readonly min: number }) => {
      const story = new ClusterStory(clusterPlan({ scaling }, { ...nodes, max: 60 }), BURST);
      return story.live(900_000, () => story.fleet.readyPods(0).length > 4);
    };
    expect(firstNewMs({ min: 1 }) - firstNewMs({ min: 60 })).toBeGreaterThanOrEqual(60_000);
  });
});

describe('memory', () => {
  it('that is not returned holds the pods up after a burst', () => {
    const target = { kind: 'utilization', percent: 70 } as const;
    const spec: HpaSpec = {
      ...cpuHpa(2, 10, 60),
      metrics: [{ kind: 'resource', resource: 'memory', target }],
    };
    const ended = (returned: boolean) => {
      const memory = { baseMiB: 100, mibPerRequestPerSec: 1, returned };
      const usage = (nowMs: number) => ({ memoryMiB: nowMs < 120_000 ? 1000 : 120 });
      const story = new ClusterStory(clusterPlan({ memory, scaling: hpaScaling(spec) }), { usage });
      story.live(1_200_000);
      return story.fleet.desiredReplicas(0);
    };
    expect(ended(true)).toBe(2);
    expect(ended(false)).toBeGreaterThan(2);
  });
});

describe('a metric of the run', () => {
  const target = { kind: 'averageValue', milli: 1_000_000 } as const;
  const spec: HpaSpec = {
    ...cpuHpa(2, 20, 60),
    metrics: [{ kind: 'external', metric: 'waiting-room.depth', target }],
    behavior: { scaleUp: {} },
  };

  it('sets the pods in a few passes, limited by policies and the maximum', () => {
    const values = () => (name: string) => (name === 'waiting-room.depth' ? 54_000_000 : undefined);
    const story = new ClusterStory(clusterPlan({ scaling: hpaScaling(spec) }), { values });
    story.live(120_000);
    expect(story.steps).toEqual([
      [2, 6],
      [6, 12],
      [12, 20],
    ]);
    const reasons = story.autoscaler.decisions().map(({ reason }) => reason);
    // At the maximum it goes on to want 54, which is told once.
    expect(reasons).toEqual(['ScaleUpLimit', 'ScaleUpLimit', 'TooManyReplicas', 'TooManyReplicas']);
  });

  it('that nobody knows changes nothing, and is told once', () => {
    const story = new ClusterStory(clusterPlan({ scaling: hpaScaling(spec) }));
    story.live(200_000);
    expect(story.steps).toEqual([]);
    expect(story.autoscaler.decisions()).toMatchObject([
      { reason: 'FailedGetExternalMetric', from: 2, to: 2 },
    ]);
  });

  it('is forgotten with a restart of the controller, which holds the pods 5 min more', () => {
    const values = (nowMs: number) => () => (nowMs < 60_000 ? 10_000_000 : 1000);
    const shrunkMs = (restartsAtMs: readonly number[]) => {
      const settings = { ...HPA_SETTINGS, restartsAtMs };
      const story = new ClusterStory(clusterPlan({ scaling: { ...hpaScaling(spec), settings } }), { values });
      story.live(100_000);
      return story.live(1_200_000, () => story.fleet.desiredReplicas(0) < 10);
    };
    const plain = shrunkMs([]);
    expect(plain).toBeLessThanOrEqual(60_000 + 300_000 + 15_000);
    const later = shrunkMs([200_000]);
    expect(later).toBeGreaterThanOrEqual(500_000);
    expect(later).toBeLessThanOrEqual(200_000 + 300_000 + 30_000);
  });
});

describe('a ScaledObject', () => {
  const keda = {
    pollingIntervalSec: 30,
    cooldownPeriodSec: 300,
    initialCooldownPeriodSec: 0,
    minReplicaCount: 0,
    maxReplicaCount: 20,
    triggers: [{ metric: 'worker.backlog', thresholdMilli: 10_000, activationMilli: 0 }],
  };
  const scaling = { kind: 'keda', spec: keda, settings: HPA_SETTINGS, schedule: [] } as const;
  const values = (nowMs: number) => () => (nowMs >= 10_000 && nowMs < 200_000 ? 150_000 : 0);

  it('wakes its workload at the next poll, lets the autoscaler go on, and puts it to sleep after the cooldown', () => {
    const story = new ClusterStory(clusterPlan({ scaling }), { values });
    const awakeMs = story.live(120_000, () => story.fleet.desiredReplicas(0) > 0);
    expect(awakeMs).toBeGreaterThanOrEqual(10_000);
    expect(awakeMs).toBeLessThanOrEqual(40_100);
    expect(story.live(120_000, () => story.fleet.desiredReplicas(0) === 15)).toBeLessThanOrEqual(90_000);
    const asleepMs = story.live(1_200_000, () => story.fleet.desiredReplicas(0) === 0);
    // Last seen active by a poll 0 to 30 s before 200 s; asleep with the first more than 300 s after that one.
    expect(asleepMs).toBeGreaterThan(200_000 + 300_000);
    expect(asleepMs).toBeLessThanOrEqual(200_000 + 330_100);
    expect((asleepMs - awakeMs) % 30_000).toBe(0);
    expect(new Set(story.autoscaler.decisions().map(({ by }) => by))).toEqual(new Set(['keda']));
  });

  it('is kept up by a schedule, and woken by it', () => {
    const schedule = [{ fromMs: 60_000, untilMs: 900_000, replicas: 3 }];
    const story = new ClusterStory(clusterPlan({ scaling: { ...scaling, schedule } }), {
      values: () => () => 0,
    });
    const wokenMs = story.live(900_000, () => story.fleet.desiredReplicas(0) === 3);
    expect(wokenMs).toBeGreaterThanOrEqual(60_000);
    expect(wokenMs).toBeLessThanOrEqual(90_100);
    story.live(890_000);
    expect(story.fleet.desiredReplicas(0)).toBe(3);
    story.live(1_800_000);
    expect(story.fleet.desiredReplicas(0)).toBe(0);
  });
});

describe('an autoscaled fleet', () => {
  it('is the same for the same seed, and another for another', () => {
    const told = (seed: number) => {
      const story = new ClusterStory(
        clusterPlan({ scaling: hpaScaling(cpuHpa(4, 60, 60)) }, { max: 30 }),
        BURST,
        seed,
      );
      story.live(300_000);
      return [story.autoscaler.decisions(), story.fleet.podStates(0)];
    };
    expect(told(3)).toEqual(told(3));
    expect(told(3)).not.toEqual(told(4));
  });
});
