import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cpuPass,
  cpuSpec,
  everyPod,
  PASS_MS,
  podStates,
  queuePass,
  queueSpec,
} from '../testing/hpa-builder.ts';
import { HpaController } from './hpa-controller.ts';
import { PRODUCTION_HPA_SETTINGS } from './hpa-settings.ts';
import type { HpaSpec } from './hpa-spec.ts';

const FREE: HpaSpec['behavior'] = { scaleDown: { stabilizationWindowSec: 0 } };
const seen = { recommendations: [] };

describe('one pass', () => {
  it.each([
    { behavior: {}, to: 35, why: '' },
    {
      behavior: { scaleUp: { policies: [{ type: 'Pods' as const, value: 5, periodSec: 15 }] } },
      to: 27,
      why: '; policy Pods 5/15 s allows 27',
    },
  ])(
    'explains itself by its metric, and by its policy where that holds it: to $to',
    ({ behavior, to, why }) => {
      const controller = new HpaController(cpuSpec(60, { behavior }));
      const decision = controller.sync(cpuPass(podStates(22), 930));
      expect(decision).toMatchObject({ desiredReplicas: to, rescaled: true, currentReplicas: 22 });
      expect(decision.explanation).toBe(`CPU 93 % of 60 %: 35 wanted from 22 ready${why}`);
    },
  );

  it('gives its steps: proposed, stabilized, limited', () => {
    const controller = new HpaController(queueSpec({}, { maxReplicas: 30 }));
    const decision = controller.sync(queuePass(0, 10, 100));
    expect(decision.steps).toEqual({
      proposed: 100,
      decidedBy: 0,
      stabilized: 100,
      limited: 20,
      policyLimit: { replicas: 20, policy: { type: 'Percent', value: 100, periodSec: 15 } },
    });
    expect(decision.conditions.ScalingLimited).toEqual({ status: 'True', reason: 'ScaleUpLimit' });
  });

  it('holds a shrink for the window and says so', () => {
    const controller = new HpaController(queueSpec());
    const decision = controller.sync(queuePass(0, 10, 2));
    expect(decision).toMatchObject({ desiredReplicas: 10, rescaled: false });
    expect(decision.conditions.AbleToScale.reason).toBe('ScaleDownStabilized');
    expect(decision.explanation).toBe('queue 0.2 of 1 per pod: 2 wanted; stabilization holds 10');
  });

  it('goes to a bound at once when it starts outside, past windows, rates and metrics', () => {
    const controller = new HpaController(queueSpec({}, { minReplicas: 30, maxReplicas: 40 }));
    const below = controller.sync(queuePass(0, 3, 0));
    expect(below).toMatchObject({ desiredReplicas: 30, rescaled: true, metrics: [] });
    expect(below.explanation).toBe('3 replicas are below the minimum of 30');
    expect(below.conditions).toEqual({ AbleToScale: { status: 'True', reason: 'SucceededRescale' } });
    expect(controller.sync(queuePass(1, 400, 0)).desiredReplicas).toBe(40);
  });

  it('takes a scheduled floor for its minimum, up to the maximum', () => {
    const controller = new HpaController(queueSpec(FREE, { maxReplicas: 40 }), PRODUCTION_HPA_SETTINGS, seen);
    expect(controller.sync({ ...queuePass(0, 10, 1), floorReplicas: 30 }).desiredReplicas).toBe(30);
    const held = controller.sync({ ...queuePass(15_000, 30, 1), floorReplicas: 30 });
    expect(held).toMatchObject({
      desiredReplicas: 30,
      conditions: { ScalingLimited: { reason: 'TooFewReplicas' } },
    });
    expect(controller.sync({ ...queuePass(30_000, 30, 1), floorReplicas: 90 }).desiredReplicas).toBe(40);
    expect(controller.sync(queuePass(45_000, 40, 1)).desiredReplicas).toBe(1);
  });

  it('is off at 0 replicas', () => {
    const decision = new HpaController(queueSpec()).sync(queuePass(0, 0, 50));
    expect(decision).toMatchObject({ desiredReplicas: 0, rescaled: false, metrics: [] });
    expect(decision.conditions.ScalingActive).toEqual({ status: 'False', reason: 'ScalingDisabled' });
  });

  it('acts on growth and not on shrinking while a metric fails, and reports it in both cases', () => {
    const metrics = [...queueSpec().metrics, ...cpuSpec(50).metrics];
    const failed = { kind: 'failed', error: 'metrics API is down' } as const;
    const pass = (wanted: number) => {
      const plain = queuePass(0, 10, wanted);
      return { ...plain, readings: [...plain.readings, failed] };
    };
    const controller = () => new HpaController(queueSpec(FREE, { metrics }), PRODUCTION_HPA_SETTINGS, seen);
    const grown = controller().sync(pass(15));
    expect(grown).toMatchObject({ desiredReplicas: 15, conditions: { ScalingActive: { status: 'True' } } });
    expect(grown.error).toContain('metrics API is down');
    const kept = controller().sync(pass(5));
    const reason = 'FailedGetResourceMetric';
    expect(kept).toMatchObject({
      desiredReplicas: 10,
      conditions: { ScalingActive: { status: 'False', reason } },
    });
    expect(kept.steps).toBeUndefined();
    expect(kept.explanation).toContain('1 of 2 metrics failed and the rest shrink');
  });

  it('lets one warming batch hold the next: a saturated fleet waits for its generation', () => {
    const controller = new HpaController(cpuSpec(60));
    const warming = podStates(
      7,
      { startedAtMs: PASS_MS - 20_000, ready: { status: 'True', sinceMs: PASS_MS - 5000 } },
      10,
    );
    const pass = cpuPass(podStates(10), 1000, warming);
    const decision = controller.sync({ ...pass, readings: [everyPod(pass.pods, 1000)] });
    expect(decision).toMatchObject({ desiredReplicas: 17, rescaled: false });
    expect(decision.metrics[0]).toMatchObject({ hold: 'direction', utilizationPercent: 100, guessedPods: 7 });
    expect(decision.explanation).toBe(
      'CPU 100 % of 60 %: 17 kept, as 7 pods without a usable sample would turn the answer',
    );
  });

  it('reads memory as bytes and a container as one of its pod', () => {
    const averageValue = { kind: 'averageValue', milli: 256 * 1000 * 2 ** 20 } as const;
    const pods = podStates(4);
    const memory = new HpaController(
      cpuSpec(50, { metrics: [{ kind: 'resource', resource: 'memory', target: averageValue }] }),
    );
    const pass = { ...cpuPass(pods, 0), readings: [everyPod(pods, 512 * 1000 * 2 ** 20)] };
    expect(memory.sync(pass).explanation).toBe('memory 512Mi of 256Mi per pod: 8 wanted from 4 ready');
    const target = { kind: 'utilization', percent: 50 } as const;
    const container = new HpaController(
      cpuSpec(50, { metrics: [{ kind: 'containerResource', resource: 'cpu', container: 'app', target }] }),
    );
    expect(container.sync(cpuPass(pods, 750)).explanation).toBe(
      'CPU of container app 75 % of 50 %: 6 wanted from 4 ready',
    );
  });
});

describe('memory', () => {
  const wanted = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 });
  const spec = fc.constantFrom(
    queueSpec(),
    queueSpec({}),
    queueSpec({ scaleUp: { stabilizationWindowSec: 60 } }),
  );

  it('seeded by a restart, never shrinks for a whole window after it', () => {
    fc.assert(
      fc.property(spec, wanted, fc.nat(39), (each, list, restartAt) => {
        const controller = new HpaController(each);
        let replicas = 20;
        let floor = 0;
        let restartedMs = Number.NEGATIVE_INFINITY;
        list.forEach((want, pass) => {
          if (pass === restartAt) {
            controller.restart();
            restartedMs = pass * 15_000;
            floor = replicas;
          }
          replicas = controller.sync(queuePass(pass * 15_000, replicas, want)).desiredReplicas;
          if (pass * 15_000 - restartedMs < 300_000) expect(replicas).toBeGreaterThanOrEqual(floor);
        });
      }),
    );
  });

  it('is lost by a restart: the budget of a period is there again', () => {
    const scaleUp = { policies: [{ type: 'Pods' as const, value: 5, periodSec: 600 }] };
    const controller = new HpaController(queueSpec({ scaleUp }));
    expect(controller.sync(queuePass(0, 10, 50)).desiredReplicas).toBe(15);
    expect(controller.sync(queuePass(15_000, 15, 50)).desiredReplicas).toBe(15);
    controller.restart();
    expect(controller.sync(queuePass(30_000, 15, 50)).desiredReplicas).toBe(20);
  });

  it('holds the raw proposal, above the maximum too: a spike of one pass holds the fleet for five minutes', () => {
    const controller = new HpaController(queueSpec({}, { maxReplicas: 15 }));
    const counts: number[] = [];
    let replicas = 10;
    for (let pass = 0; pass < 23; pass++) {
      replicas = controller.sync(queuePass(pass * 15_000, replicas, pass === 1 ? 500 : 2)).desiredReplicas;
      counts.push(replicas);
    }
    expect(counts).toEqual([10, ...Array.from({ length: 20 }, () => 15), 2, 2]);
  });
});

describe('scaling to zero, with its gate', () => {
  const settings = { ...PRODUCTION_HPA_SETTINGS, scaleToZero: true };
  const zero = queueSpec(FREE, { minReplicas: 0 });

  it('wakes up what it took to zero itself, and nothing else', () => {
    const controller = new HpaController(zero, settings, seen);
    const asleep = controller.sync(queuePass(0, 3, 0));
    expect(asleep).toMatchObject({ desiredReplicas: 0, conditions: { ScaledToZero: { status: 'True' } } });
    controller.restart();
    const awake = controller.sync(queuePass(15_000, 0, 3));
    expect(awake).toMatchObject({ desiredReplicas: 3, conditions: { ScaledToZero: { status: 'False' } } });
    expect(new HpaController(zero, settings, seen).sync(queuePass(0, 0, 3)).rescaled).toBe(false);
  });

  it('wakes to the minimum when that has been raised meanwhile', () => {
    const controller = new HpaController(zero, settings, { ...seen, scaledToZero: true });
    expect(controller.sync({ ...queuePass(0, 0, 1), floorReplicas: 4 }).desiredReplicas).toBe(4);
  });
});

describe('what is refused', () => {
  it.each([
    ['no metric', { metrics: [] }],
    ['a maximum below the minimum', { minReplicas: 5, maxReplicas: 4 }],
    ['a target of 0', { metrics: cpuSpec(0).metrics }],
  ])('%s', (_, change) => {
    expect(() => new HpaController(queueSpec(undefined, change))).toThrow(RangeError);
  });

  it('a pass without a reading for each metric', () => {
    const pass = { ...queuePass(0, 1, 1), readings: [] };
    expect(() => new HpaController(queueSpec()).sync(pass)).toThrow('0 readings for 1 metrics');
  });

  it('a reading of another kind than the metric is an empty answer', () => {
    const pass = { ...queuePass(0, 3, 1), readings: [everyPod(podStates(3), 1)] };
    expect(new HpaController(queueSpec()).sync(pass).error).toContain(
      'no metrics returned from external metrics API',
    );
  });
});
