import { describe, expect, it } from 'vitest';
import { PASS_MS, podState } from '../testing/hpa-builder.ts';
import { classifyPod, groupPods, type PodClass } from './pod-groups.ts';
import type { PodSample, PodState } from './pod-state.ts';

const RULES = {
  nowMs: PASS_MS,
  settings: { cpuInitializationPeriodMs: 300_000, initialReadinessDelayMs: 30_000 },
};
const ago = (sec: number) => PASS_MS - sec * 1000;
const sample = (ageSec: number): PodSample => ({ valueMilli: 1, atMs: ago(ageSec), windowMs: 15_000 });
const ready = (status: 'True' | 'False' | 'Unknown', ageSec: number) => ({
  ready: { status, sinceMs: ago(ageSec) },
});
const without = (key: 'ready' | 'startedAtMs'): PodState => {
  const { [key]: _, ...rest } = podState('p');
  return rest;
};

describe('a pod, for CPU', () => {
  const rows: readonly (readonly [string, PodState, PodSample | undefined, PodClass])[] = [
    [
      'is being deleted, before anything else',
      podState('p', { deleting: true, phase: 'Pending' }),
      sample(0),
      'ignored',
    ],
    ['has failed', podState('p', { phase: 'Failed' }), sample(0), 'ignored'],
    ['has succeeded', podState('p', { phase: 'Succeeded' }), sample(0), 'ignored'],
    ['is Pending, sample or not', podState('p', { phase: 'Pending' }), sample(0), 'unready'],
    ['has no sample', podState('p'), undefined, 'missing'],
    ['has no sample, before readiness is asked', without('ready'), undefined, 'missing'],
    ['has no Ready condition', without('ready'), sample(0), 'unready'],
    ['has not been started', without('startedAtMs'), sample(0), 'unready'],
    [
      'starts: window begins when it became ready',
      podState('p', { startedAtMs: ago(60), ...ready('True', 20) }),
      sample(5),
      'ready',
    ],
    [
      'starts: window begins 1 s before',
      podState('p', { startedAtMs: ago(60), ...ready('True', 20) }),
      sample(6),
      'unready',
    ],
    [
      'starts: not ready',
      podState('p', { startedAtMs: ago(60), ...ready('False', 50) }),
      sample(0),
      'unready',
    ],
    [
      'starts: readiness unknown is not unready',
      podState('p', { startedAtMs: ago(60), ...ready('Unknown', 50) }),
      sample(0),
      'ready',
    ],
    [
      'is 299 s old and was ready 1 s ago',
      podState('p', { startedAtMs: ago(299), ...ready('True', 1) }),
      sample(0),
      'unready',
    ],
    [
      'is 300 s old: the window is asked no more',
      podState('p', { startedAtMs: ago(300), ...ready('True', 1) }),
      sample(0),
      'ready',
    ],
    [
      'turned unready 29 s after its start: never ready',
      podState('p', { startedAtMs: ago(400), ...ready('False', 371) }),
      sample(0),
      'unready',
    ],
    [
      'turned unready 30 s after its start: was ready',
      podState('p', { startedAtMs: ago(400), ...ready('False', 370) }),
      sample(0),
      'ready',
    ],
  ];

  it.each(rows)('%s', (_, pod, measured, expected) => {
    expect(classifyPod(pod, measured, 'cpu', RULES)).toBe(expected);
  });

  it('asks for readiness by CPU alone', () => {
    const starting = podState('p', { startedAtMs: ago(1), ...ready('False', 1) });
    expect(classifyPod(starting, sample(0), 'memory', RULES)).toBe('ready');
    expect(classifyPod(starting, sample(0), undefined, RULES)).toBe('ready');
  });
});

it('groups every pod once', () => {
  const pods = [
    podState('a'),
    podState('b', { phase: 'Pending' }),
    podState('c'),
    podState('d', { deleting: true }),
  ];
  const groups = groupPods(pods, new Map([['a', sample(0)]]), 'cpu', RULES);
  expect(groups.readyCount).toBe(1);
  expect([groups.unready, groups.missing, groups.ignored].map((names) => [...names])).toEqual([
    ['b'],
    ['c'],
    ['d'],
  ]);
});
