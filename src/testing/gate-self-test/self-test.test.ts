import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gatedMetrics } from '../../analysis/gate/gated-metric.ts';
import { loadScenario } from '../../scenario/load.ts';
import { binomialTail, mostByChance } from './binomial.ts';
import { makePool } from './pool.ts';
import { FACTORS, runSelfTest } from './self-test.ts';
import { meanWorsening } from './trials.ts';

/** A tenth of the audience and of the refill: the same waits, in a tenth of the time. */
const SMALL = [
  'arrivals.phases.opening.flash.peak=120/s',
  'admission.bucket.refill=0.8/s',
  'admission.bucket.capacity=10',
  'eta.estimators=[fdc]',
  'eta.displayed=fdc',
];
const SEEDS = Array.from({ length: 30 }, (_, i) => 500 + i);
const SETS = 100;

describe('the gate on itself, in short (npm run test:gate is the long form)', () => {
  const root = new URL('../../../', import.meta.url);
  const plan = loadScenario('scenarios/gate.yaml', { overrides: SMALL }, (path) => ({
    kind: 'bytes',
    bytes: readFileSync(new URL(path, root)),
  }));
  const gate = plan.gate!;
  const pool = makePool(plan, gate, SEEDS, FACTORS);
  const metrics = gatedMetrics(plan, gate).filter(({ role }) => role !== 'shown');
  const mae = metrics.find(({ path }) => path === 'eta.displayed.overall.mae')!;

  it('compares runs that are equal in law and unequal in bits', () => {
    for (const { streams } of pool) {
      expect(streams[0].get(1)!.digest).not.toBe(streams[1].get(1)!.digest);
    }
    expect(meanWorsening(pool, mae, 1)).toBeCloseTo(0, 12);
  });

  it('is shown errors that are truly greater by the factor', () => {
    for (const factor of FACTORS) {
      expect(Math.abs(Math.expm1(meanWorsening(pool, mae, factor)) / (factor - 1) - 1)).toBeLessThan(0.05);
    }
  });

  it.each(runSelfTest(pool, metrics, SETS))('$name', ({ holds, tally, bound }) => {
    expect({ holds, fail: tally.fail, bound }).toMatchObject({ holds: true });
    expect(tally.fail + tally.pass + tally.inconclusive).toBe(SETS);
  });
});

describe('the binomial bound', () => {
  it('gives tails that are known', () => {
    expect(binomialTail(0, 10, 0.3)).toBeCloseTo(1, 12);
    expect(binomialTail(8, 10, 0.5)).toBeCloseTo(56 / 1024, 12);
  });

  it('allows more than the mean, and is passed by a true rate once in a thousand times at most', () => {
    const most = mostByChance(200, 0.05, 0.001);
    expect(most).toBeGreaterThan(10);
    expect(binomialTail(most + 1, 200, 0.05)).toBeLessThan(0.001);
    expect(binomialTail(most, 200, 0.05)).toBeGreaterThanOrEqual(0.001);
  });
});
