import { describe, expect, it } from 'vitest';
import { findMetric, METRICS, metricsOf, parseMetricLiteral } from './metrics.ts';

const names = { estimators: ['ql', 'sliding'], classes: ['fan', 'multi-tab'] };

describe('the catalogue of metrics', () => {
  it('has each path once, and no stand-in left once names are known', () => {
    const paths = metricsOf(names).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => path.includes('<'))).toEqual([]);
  });

  it('keeps unit suffixes to durations: the path is the keys without them', () => {
    const stripped = METRICS.map(({ keys, unit }) =>
      keys.join('.').replace(unit === 'ms' ? /Ms$/ : /$^/, ''),
    );
    expect(stripped).toEqual(METRICS.map(({ path }) => path));
    expect(METRICS.filter(({ keys, unit }) => unit === 'ms' && !keys.join('.').endsWith('Ms'))).toEqual([]);
  });

  it.each([
    ['wait.p95', ['wait', 'p95Ms']],
    ['outcomes.failed', ['outcomes', 'failed']],
    ['eta.ql.a20Mean', ['eta', 'ql', 'a20Mean']],
    ['eta.sliding.phases.late.p90AbsError', ['eta', 'sliding', 'phases', 'late', 'p90AbsErrorMs']],
    ['byClass.multi-tab.wait.p50', ['byClass', 'multi-tab', 'wait', 'p50Ms']],
  ])('finds %s', (path, keys) => {
    expect(findMetric(path, names)).toMatchObject({ ok: true, value: { path, keys } });
  });

  it.each([
    ['wait.p59', 'wait.p50'],
    ['wait.p95Ms', 'wait.p95'],
    ['eta.qll.a20Mean', 'eta.ql.a20Mean'],
    ['byClass.fans.wait.p50', 'byClass.fan.wait.p50'],
    ['eta.ema.a20Mean', undefined],
    ['nothing.like.it', undefined],
  ])('refuses %s, suggests %s', (path, cure) => {
    const result = findMetric(path, names);
    expect(result.ok ? 'found' : result.problem.cure).toBe(cure);
  });

  it.each([
    ['ms', '20m', 1_200_000],
    ['share', '60%', 0.6],
    ['signed-share', '-5%', -0.05],
    ['signed-share', '150%', 1.5],
    ['perSec', '0/s', 0],
    ['count', '10k', 10_000],
  ] as const)('reads a literal in %s: %s', (unit, literal, value) => {
    expect(parseMetricLiteral(literal, unit)).toEqual({ ok: true, value });
  });
});
