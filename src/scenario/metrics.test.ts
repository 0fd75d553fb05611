import { describe, expect, it } from 'vitest';
import { findMetric, METRICS, metricsOf, parseMetricLiteral } from './metrics.ts';

const names = { estimators: ['ql', 'sliding'], classes: ['fan', 'multi-tab'] };

describe('the catalogue of metrics', () => {
  const concert = {
    ...names,
    infrastructure: {
      parts: ['infrastructure', 'cluster', 'cost'] as const,
      gateway: 'gateway',
      workers: ['notify'],
      layers: ['gateway', 'bucket'],
      tiers: ['gateway'],
      windows: ['peak'],
    },
  };

  it('has each path once, and no stand-in left once names are known', () => {
    const paths = metricsOf(concert).map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter((path) => path.includes('<'))).toEqual([]);
  });

  it('keeps unit suffixes to durations and money: the path is the keys without them', () => {
    const stripped = METRICS.map(({ keys, unit }) =>
      keys.join('.').replace(unit === 'ms' ? /Ms$/ : unit === 'usd' ? /Usd$/ : /$^/, ''),
    );
    expect(stripped).toEqual(METRICS.map(({ path }) => path));
    expect(METRICS.filter(({ keys, unit }) => unit === 'ms' && !keys.join('.').endsWith('Ms'))).toEqual([]);
    expect(METRICS.filter(({ keys, unit }) => unit === 'usd' && !keys.join('.').endsWith('Usd'))).toEqual([]);
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
    ['cluster.gateway.latency.p99', ['cluster', 'gateway', 'latency', 'p99Ms']],
    ['cluster.notify.backlogMax', ['cluster', 'notify', 'backlogMax']],
    ['windows.peak.latencyP95', ['windows', 'peak', 'latencyP95Ms']],
    ['cost.total', ['cost', 'totalUsd']],
    ['requestsFailed.timedOutShare', ['requestsFailed', 'timedOutShare']],
    ['layers.bucket.outPeakPerSec', ['layers', 'bucket', 'outPeakPerSec']],
  ])('finds %s where the scenario has the part', (path, keys) => {
    expect(findMetric(path, concert)).toMatchObject({ ok: true, value: { path, keys } });
    expect(findMetric(path, names).ok).toBe(false);
  });

  it.each([
    ['redis.cpuMax', 'a scenario with a redis section, which redis.cpuMax needs', undefined],
    [
      'windows.peak.redisCpu',
      'a scenario with a redis section, which windows.peak.redisCpu needs',
      undefined,
    ],
    ['cluster.gatway.cpuMax', 'a workload of this scenario: gateway, notify', 'cluster.gateway.cpuMax'],
    ['cluster.notify.latency.p99', 'a gateway of this scenario: gateway', undefined],
    ['layers.waf.in', 'a layer of this scenario: gateway, bucket', undefined],
    ['windows.peek.failedShare', 'a window of this scenario: peak', 'windows.peak.failedShare'],
    ['tiers.backend.saturated', 'a tier of this scenario: gateway', undefined],
  ])('says of %s what it needs', (path, expected, cure) => {
    const result = findMetric(path, concert);
    expect(result.ok ? undefined : [result.problem.expected, result.problem.cure]).toEqual([expected, cure]);
  });

  it('says that a part of the infrastructure is needed where there is none', () => {
    const result = findMetric('latency.p99', names);
    expect(result.ok ? '' : result.problem.expected).toBe(
      'a scenario with a part of the infrastructure, which latency.p99 needs',
    );
  });

  it.each([
    ['usd', '$12.50', 12.5],
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
