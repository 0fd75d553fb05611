import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everyPod, ONE_CORE, PASS_MS, podStates } from '../testing/hpa-builder.ts';
import { PRODUCTION_HPA_SETTINGS } from './hpa-settings.ts';
import type { PodSamples, PodState } from './pod-state.ts';
import { averageReplicas } from './raw-replicas.ts';
import { utilizationReplicas } from './resource-replicas.ts';
import { usageRatio, utilizationRatio } from './usage-ratio.ts';

const TOLERANCE = { up: 0.1, down: 0.1 };

function passOf(pods: readonly PodState[], usageMilli: number, withSample = pods) {
  const reading = everyPod(withSample, usageMilli);
  const samples: PodSamples = reading.kind === 'perPod' ? reading.samples : new Map();
  const settings = PRODUCTION_HPA_SETTINGS;
  return { nowMs: PASS_MS, currentReplicas: pods.length, pods, samples, tolerance: TOLERANCE, settings };
}

const cpu = (pass: ReturnType<typeof passOf>, percent: number) =>
  utilizationReplicas(pass, { resource: 'cpu' }, percent);

describe('a utilization target', () => {
  it('grows by at most 100 / target a generation when usage is bounded by the request', () => {
    const generations: number[] = [20];
    for (let i = 0; i < 3; i++) {
      const outcome = cpu(passOf(podStates(generations.at(-1)!), 1000), 60);
      generations.push(outcome.kind === 'proposal' ? outcome.replicas : 0);
    }
    expect(generations).toEqual([20, 34, 57, 95]);
  });

  it('stops inside the tolerance: 30,000 requests/s on 95 pods of 500 are 63 % of 60 %', () => {
    const outcome = cpu(passOf(podStates(95), Math.round((30_000 / 95 / 500) * 1000)), 60);
    expect(outcome).toMatchObject({ replicas: 95, utilizationPercent: 63, hold: 'tolerance' });
  });

  it('grows by the load of the ready pods alone when others warm up', () => {
    const warming = podStates(2, { phase: 'Pending' }, 20);
    const pods = [...podStates(20), ...warming];
    // 20 x 100 % over 60 % = 33.3; counted as 22 pods at 90 %: ratio 1.5, 33.
    expect(cpu(passOf(pods, 1000), 60)).toMatchObject({
      replicas: 33,
      ratio: 100 / 60,
      countedPods: 22,
      guessedPods: 2,
    });
  });

  it('multiplies by the pods that count, not by the replicas asked for', () => {
    expect(cpu({ ...passOf(podStates(1), 1000), currentReplicas: 4 }, 50)).toMatchObject({ replicas: 2 });
  });

  it('takes a pod without a sample for full on the way down, of its request or of a target above it', () => {
    const pods = podStates(4);
    const seen = pods.slice(0, 2);
    // 2 x 300 + 2 x 1000 of 4000 = 65 % of 80 %: ratio 0.8125, 4 pods.
    expect(cpu(passOf(pods, 300, seen), 80)).toMatchObject({ replicas: 4, countedPods: 4, guessedPods: 2 });
    // 2 x 300 + 2 x 1500 of 4000 = 90 % of 150 %.
    expect(cpu(passOf(pods, 300, seen), 150)).toMatchObject({ replicas: 3 });
  });

  it('fails for all when one container of one irrelevant pod has no request', () => {
    const requests = { containers: [...ONE_CORE.containers, { name: 'proxy', requestsMilli: {} }] };
    const pods = [...podStates(3), ...podStates(1, { requests, deleting: true }, 3)];
    const error = 'missing request for cpu in container proxy of Pod p-3';
    expect(cpu(passOf(pods, 500), 50)).toEqual({ kind: 'failed', error });
    // Without it the same pass has an answer.
    expect(cpu(passOf(podStates(3), 500), 50)).toMatchObject({ replicas: 3 });
  });

  it('is exact where doubles are not: 1,000 pods of 16 GiB, one milli-byte short of 50 %', () => {
    const requestMilli = 16 * 1000 * 2 ** 30;
    const names = Array.from({ length: 1000 }, (_, i) => `p-${i}`);
    const requests = new Map(names.map((name) => [name, requestMilli]));
    const usage = (last: number) =>
      new Map(names.map((name, i) => [name, requestMilli / 2 - (i === 0 ? last : 0)]));
    expect(utilizationRatio(usage(0), requests, 50)?.percent).toBe(50);
    expect(utilizationRatio(usage(1), requests, 50)?.percent).toBe(49);
  });

  it('never grows when all pods are below target and never shrinks when all are above', () => {
    const fleet = fc.record({
      ready: fc.integer({ min: 1, max: 40 }),
      pending: fc.integer({ min: 0, max: 40 }),
      missing: fc.integer({ min: 0, max: 40 }),
      usage: fc.integer({ min: 0, max: 3000 }),
      target: fc.integer({ min: 1, max: 200 }),
    });
    fc.assert(
      fc.property(fleet, ({ ready, pending, missing, usage, target }) => {
        const seen = podStates(ready);
        const unseen = podStates(missing, {}, ready);
        const starting = podStates(pending, { phase: 'Pending' }, ready + missing);
        const pods = [...seen, ...unseen, ...starting];
        const outcome = cpu(passOf(pods, usage, seen), target);
        if (outcome.kind === 'failed') throw new Error(outcome.error);
        const percent = Math.floor((100 * usage) / 1000);
        if (percent <= target) expect(outcome.replicas).toBeLessThanOrEqual(pods.length);
        if (percent >= target && pending + missing > 0)
          expect(outcome.replicas).toBeGreaterThanOrEqual(pods.length);
      }),
    );
  });
});

describe('a target per pod', () => {
  it('averages samples of unknown pods in, but multiplies by the pods that are there', () => {
    const pass = passOf(podStates(2), 10_000);
    const samples = new Map(pass.samples).set('gone', {
      valueMilli: 40_000,
      atMs: PASS_MS,
      windowMs: 15_000,
    });
    expect(averageReplicas({ ...pass, samples }, undefined, 10_000)).toMatchObject({
      replicas: 4,
      averageMilli: 20_000,
    });
  });

  it('takes a pod without a sample to be exactly at target on the way down', () => {
    const pods = podStates(4);
    expect(averageReplicas(passOf(pods, 2000, pods.slice(0, 2)), undefined, 10_000)).toMatchObject({
      replicas: 3,
    });
  });

  it('truncates the mean before the ratio, and counts a part of a milli-unit as a whole one', () => {
    expect(
      usageRatio(
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
        1,
      ),
    ).toEqual({ ratio: 1, averageMilli: 1 });
    expect(averageReplicas(passOf(podStates(1), 1000.2), undefined, 1000)).toMatchObject({
      averageMilli: 1001,
    });
  });
});
