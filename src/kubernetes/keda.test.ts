import { describe, expect, it } from 'vitest';
import { HpaController } from './hpa-controller.ts';
import { hpaSpecOf, KedaScaler, type TriggerReading } from './keda.ts';
import type { KedaSpec } from './keda-spec.ts';

const SPEC: KedaSpec = {
  pollingIntervalSec: 30,
  cooldownPeriodSec: 300,
  initialCooldownPeriodSec: 0,
  minReplicaCount: 0,
  maxReplicaCount: 100,
  triggers: [{ metric: 'queue', thresholdMilli: 10_000, activationMilli: 0 }],
};
const value = (units: number): TriggerReading => ({ kind: 'value', milli: units * 1000 });
const DOWN: TriggerReading = { kind: 'failed', error: 'source is down' };
const at = (sec: number, replicas: number, ...readings: readonly TriggerReading[]) => ({
  nowMs: sec * 1000,
  replicas,
  readings,
});

describe('polls', () => {
  it('wake from 0 to 1, keep while active, and go to 0 once more than the cooldown has passed', () => {
    const keda = new KedaScaler(SPEC, 0);
    const rows = [
      [0, 0, 0, 0],
      [30, 0, 1, 1],
      [60, 8, 5, 8],
      [90, 8, 0, 8],
      [360, 8, 0, 8],
      [361, 8, 0, 0],
    ] as const;
    for (const [sec, replicas, queue, expected] of rows) {
      expect([sec, keda.poll(at(sec, replicas, value(queue))).replicas]).toEqual([sec, expected]);
    }
  });

  it('go to 0 at once where no poll was ever active, after the initial cooldown', () => {
    expect(new KedaScaler(SPEC, 0).poll(at(1, 5, value(0))).replicas).toBe(0);
    const patient = new KedaScaler({ ...SPEC, initialCooldownPeriodSec: 120 }, 0);
    expect([120, 121].map((sec) => patient.poll(at(sec, 5, value(0))).replicas)).toEqual([5, 0]);
  });

  it('are active strictly above the activation value, which beats the threshold', () => {
    const keda = new KedaScaler(
      { ...SPEC, triggers: [{ ...SPEC.triggers[0]!, activationMilli: 50_000 }] },
      0,
    );
    expect([40, 50, 50.001].map((queue) => keda.poll(at(0, 0, value(queue))).replicas)).toEqual([0, 0, 1]);
  });

  it('are active when any trigger is', () => {
    const triggers = [SPEC.triggers[0]!, { metric: 'lag', thresholdMilli: 1000, activationMilli: 0 }];
    const decision = new KedaScaler({ ...SPEC, triggers }, 0).poll(at(0, 0, value(0), value(1)));
    expect(decision).toEqual({
      replicas: 1,
      rescaled: true,
      active: true,
      explanation: 'lag is above its activation value: 0 to 1',
    });
  });

  it('bring what is below a minimum up to it, active or not', () => {
    const keda = new KedaScaler({ ...SPEC, minReplicaCount: 3 }, 0);
    expect([keda.poll(at(0, 0, value(1))).replicas, keda.poll(at(0, 1, value(0))).replicas]).toEqual([3, 3]);
    expect(keda.poll(at(900, 5, value(0))).replicas).toBe(5);
  });

  it('idle below the minimum where an idle count is set', () => {
    const keda = new KedaScaler({ ...SPEC, minReplicaCount: 3, idleReplicaCount: 0 }, 0);
    expect(keda.poll(at(1, 3, value(0))).replicas).toBe(0);
    expect(keda.poll(at(30, 0, value(0))).replicas).toBe(0);
    expect(keda.poll(at(60, 0, value(1))).replicas).toBe(3);
    expect(keda.poll(at(90, 3, value(0))).replicas).toBe(3);
  });

  it('do nothing on an error without a fallback, and go to the fallback with one', () => {
    expect(new KedaScaler(SPEC, 0).poll(at(900, 4, DOWN)).replicas).toBe(4);
    const keda = new KedaScaler({ ...SPEC, fallback: { failureThreshold: 3, replicas: 6 } }, 0);
    expect(keda.poll(at(900, 4, DOWN)).replicas).toBe(6);
  });

  it('come one interval after the last', () => {
    const keda = new KedaScaler(SPEC, 5000);
    expect(keda.nextPollMs).toBe(5000);
    keda.poll(at(7, 0, value(0)));
    expect(keda.nextPollMs).toBe(37_000);
  });
});

describe('the autoscaler of a ScaledObject', () => {
  it('scales from 1 to the maximum by the target per pod and is off at 0', () => {
    const controller = new HpaController(hpaSpecOf({ ...SPEC, behavior: {} }));
    const keda = new KedaScaler(SPEC, 0);
    const pass = (replicas: number, queue: number) =>
      controller.sync({
        nowMs: 0,
        specReplicas: replicas,
        statusReplicas: replicas,
        pods: [],
        readings: keda.answer([value(queue)]),
      });
    expect(pass(0, 400).conditions.ScalingActive?.reason).toBe('ScalingDisabled');
    expect(pass(1, 400)).toMatchObject({ desiredReplicas: 5, steps: { proposed: 40 } });
    expect(hpaSpecOf({ ...SPEC, minReplicaCount: 4 })).toMatchObject({ minReplicas: 4, maxReplicas: 100 });
  });

  it('is told target x fallback replicas after more failures in a row than the threshold', () => {
    const keda = new KedaScaler({ ...SPEC, fallback: { failureThreshold: 2, replicas: 6 } }, 0);
    const kinds = [DOWN, DOWN, value(3), DOWN, DOWN, DOWN].map((reading) => keda.answer([reading])[0]);
    const told = { kind: 'series', valuesMilli: [60_000] };
    expect(kinds).toEqual([DOWN, DOWN, { kind: 'series', valuesMilli: [3000] }, DOWN, DOWN, told]);
  });

  it('is told of every failure without a fallback', () => {
    const keda = new KedaScaler(SPEC, 0);
    expect([1, 2, 3, 4, 5].map(() => keda.answer([DOWN])[0])).toEqual([DOWN, DOWN, DOWN, DOWN, DOWN]);
  });
});
