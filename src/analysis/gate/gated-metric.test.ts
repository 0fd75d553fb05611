import { describe, expect, it } from 'vitest';
import { DEFAULT_GATE } from '../../scenario/gate-plan.ts';
import { buildEta, buildPlan } from '../../testing/record-builder.ts';
import { definitionOf, gatedMetrics, worsening } from './gated-metric.ts';

const GATE = { ...DEFAULT_GATE, seeds: [1], topUp: [] };

describe('worsening', () => {
  const ratio = { kind: 'ratio', floor: 500 } as const;
  it.each([
    ['an error that doubled', { worsening: ratio, better: 'low' }, 1_000, 2_000, Math.log(2)],
    ['an error that halved', { worsening: ratio, better: 'low' }, 2_000, 1_000, -Math.log(2)],
    ['an error that was nothing', { worsening: ratio, better: 'low' }, 0, 1_000, Math.log(2)],
    ['a rate that fell', { worsening: { kind: 'ratio', floor: 1 }, better: 'high' }, 4, 2, Math.log(2)],
    ['A20 that fell by 3 points', { worsening: { kind: 'points' }, better: 'high' }, 0.8, 0.77, 0.03],
    ['a share of misses that rose', { worsening: { kind: 'points' }, better: 'low' }, 0.1, 0.15, 0.05],
    ['a bias that turned round', { worsening: { kind: 'away' }, better: 'neither' }, -0.1, 0.04, -0.06],
    ['a bias that grew', { worsening: { kind: 'away' }, better: 'neither' }, -0.1, -0.15, 0.05],
  ] as const)('is positive when worse: %s', (_, metric, before, after, expected) => {
    expect(worsening(metric, before, after)).toBeCloseTo(expected, 12);
  });
});

describe('gatedMetrics', () => {
  it('decides by default on A20 of each phase and the MAE of the displayed estimator', () => {
    const metrics = gatedMetrics(buildPlan(), GATE);
    const decisive = metrics.filter(({ role }) => role === 'decisive');
    expect(decisive.map(({ path }) => path)).toEqual([
      'eta.displayed.phases.cold.a20',
      'eta.displayed.phases.warm.a20',
      'eta.displayed.phases.steady.a20',
      'eta.displayed.phases.late.a20',
      'eta.displayed.overall.mae',
    ]);
    expect(decisive[4]).toMatchObject({ keys: ['eta', 'ql', 'overall', 'maeMs'], margin: Math.log1p(0.02) });
    expect(decisive[0]).toMatchObject({ margin: 0.02 });
  });

  it('guards bias and jitter by their own margins, and shows what it does not judge', () => {
    const metrics = gatedMetrics(buildPlan(), GATE);
    const find = (path: string) => metrics.find((metric) => metric.path === path);
    expect(find('eta.displayed.overall.biasShare')).toMatchObject({ role: 'guard', margin: 0.03 });
    expect(find('eta.displayed.jitter')).toMatchObject({ role: 'guard', margin: Math.log1p(0.1) });
    expect(find('eta.displayed.overall.p90AbsError')).toMatchObject({ role: 'shown' });
    expect(find('eta.displayed.overall.p90AbsError')).not.toHaveProperty('margin');
  });

  it('follows the displayed estimator, and looks at a metric once', () => {
    const plan = buildPlan({ eta: buildEta({ displayed: 'sliding' }) });
    const chosen = { ...GATE, metrics: [{ path: 'eta.displayed.jitter' }, { path: 'wait.p95' }] };
    const metrics = gatedMetrics(plan, chosen);
    expect(metrics.filter(({ path }) => path === 'eta.displayed.jitter')).toMatchObject([
      { role: 'decisive', keys: ['eta', 'sliding', 'jitterMs'], margin: Math.log1p(0.02) },
    ]);
    expect(new Set(metrics.map(({ path }) => path)).size).toBe(metrics.length);
  });
});

it('a definition says unit, direction and rule', () => {
  const [first] = gatedMetrics(buildPlan(), GATE);
  expect(definitionOf(first!)).toBe('share, high is better, points');
});
