import { describe, expect, it } from 'vitest';
import { substream } from '../random/rng.ts';
import { meanInterval, mser5, pairedDifference } from './output-analysis.ts';

describe('meanInterval', () => {
  it('is mean +- t(n-1) s / sqrt(n)', () => {
    const interval = meanInterval([1, 2, 3, 4, 5])!;
    expect(interval.mean).toBe(3);
    expect(interval.halfWidth).toBeCloseTo(2.776445 * Math.sqrt(2.5 / 5), 5);
    expect(meanInterval([1, 2, 3, 4, 5], 0.99)!.halfWidth).toBeCloseTo(4.604095 * Math.sqrt(0.5), 5);
  });

  it('knows no spread from one replication, and nothing from none', () => {
    expect(meanInterval([7])).toEqual({ mean: 7, replications: 1, level: 0.95 });
    expect(meanInterval([])).toBeUndefined();
  });

  it('covers the truth in 95 % of experiments', () => {
    const rng = substream(41, 0, 'test');
    const experiments = 10_000;
    let covered = 0;
    for (let i = 0; i < experiments; i++) {
      const { mean, halfWidth } = meanInterval(Array.from({ length: 6 }, () => 10 + rng.normal()))!;
      if (Math.abs(mean - 10) <= halfWidth!) covered++;
    }
    expect(Math.abs(covered - 0.95 * experiments)).toBeLessThan(4 * Math.sqrt(experiments * 0.95 * 0.05));
  });
});

describe('pairedDifference', () => {
  it('is b - a, and what pairs share cancels', () => {
    const shared = [5, 90, 32, 61];
    const difference = pairedDifference(
      shared,
      shared.map((x, i) => x + 2 + (i % 2 === 0 ? 0.1 : -0.1)),
    )!;
    expect(difference.mean).toBeCloseTo(2, 12);
    expect(difference.halfWidth).toBeLessThan(0.2);
  });

  it('refuses what is not paired', () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow(RangeError);
  });
});

describe('mser5', () => {
  it('cuts a transient that decays over some tens of values, and little of a stationary series', () => {
    const rng = substream(42, 0, 'test');
    const stationary = Float64Array.from({ length: 2000 }, () => rng.normal());
    const transient = stationary.map((x, i) => x + 30 * Math.exp(-i / 40));
    expect(mser5(transient)).toBeGreaterThan(100);
    expect(mser5(transient)).toBeLessThan(400);
    expect(mser5(stationary)).toBeLessThan(200);
  });

  it('finds the cut of the definition, computed the slow way', () => {
    const rng = substream(43, 0, 'test');
    const series = Array.from({ length: 203 }, (_, i) => rng.normal() + 8 * Math.exp(-i / 15));
    const batches = Array.from({ length: 40 }, (_, b) =>
      series.slice(5 * b, 5 * b + 5).reduce((total, x) => total + x / 5, 0),
    );
    const error = (cut: number) => {
      const kept = batches.slice(cut);
      const mean = kept.reduce((total, x) => total + x, 0) / kept.length;
      return kept.reduce((total, x) => total + (x - mean) ** 2, 0) / kept.length ** 2;
    };
    const cuts = Array.from({ length: 21 }, (_, cut) => cut);
    const best = cuts.reduce((least, cut) => (error(cut) < error(least) ? cut : least));
    expect(mser5(series)).toBe(5 * best);
  });

  it('leaves a constant or very short series alone', () => {
    expect(mser5(new Float64Array(100))).toBe(0);
    expect(mser5([1, 2, 3])).toBe(0);
  });
});
