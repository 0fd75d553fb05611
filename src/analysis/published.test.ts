import { describe, expect, it } from 'vitest';
import type { PublishedFigure } from '../scenario/infrastructure-plan.ts';
import { comparePublished } from './published.ts';

const metrics = [
  { path: 'redis.cpuMax', keys: ['redis', 'cpuMax'], unit: 'share', better: 'low' },
  { path: 'cost.total', keys: ['cost', 'totalUsd'], unit: 'usd', better: 'low' },
] as const;

const figure = (metric: string, value: number, calibrated = false): PublishedFigure => ({
  label: metric,
  metric,
  value,
  text: 'as written',
  calibrated,
});

describe('a published figure', () => {
  const findings = { redis: { cpuMax: 0.5 } };

  it('stands beside what was measured, with both differences', () => {
    const [found] = comparePublished([figure('redis.cpuMax', 0.4, true)], findings, metrics);
    expect(found).toMatchObject({ claimed: 0.4, measured: 0.5, calibrated: true, text: 'as written' });
    expect(found?.difference).toBeCloseTo(0.1, 12);
    expect(found?.relative).toBeCloseTo(0.25, 12);
  });

  it('has no relative difference from nothing', () => {
    const [found] = comparePublished([figure('redis.cpuMax', 0)], findings, metrics);
    expect(found).toMatchObject({ difference: 0.5 });
    expect(found).not.toHaveProperty('relative');
  });

  it('has no measured value where the run has none', () => {
    for (const metric of ['cost.total', 'no.such']) {
      const [found] = comparePublished([figure(metric, 1)], findings, metrics);
      expect(found).not.toHaveProperty('measured');
      expect(found).not.toHaveProperty('difference');
    }
  });
});
