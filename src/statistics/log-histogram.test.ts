import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_BIN_WIDTH, LogHistogram } from './log-histogram.ts';
import { quantileSorted } from './summary.ts';

const latency = fc.double({ min: 0.01, max: 100_000, noNaN: true });

describe('LogHistogram', () => {
  it('is off by less than a bin at any quantile of any sample', () => {
    fc.assert(
      fc.property(
        fc.array(latency, { minLength: 1, maxLength: 60 }),
        fc.constantFrom(0.5, 0.95, 1),
        (values, p) => {
          const histogram = new LogHistogram(0.01, 100_000);
          for (const value of values) histogram.add(value, 1);
          const exact = quantileSorted(
            [...values].sort((a, b) => a - b),
            p,
          )!;
          expect(Math.abs(histogram.quantile(p)! - exact)).toBeLessThanOrEqual(1.001 * LOG_BIN_WIDTH * exact);
        },
      ),
    );
  });

  it('keeps mean, count and maximum exactly, values below the range included', () => {
    const histogram = new LogHistogram(0.01, 1000);
    histogram.add(0, 2);
    histogram.add(5000, 1);
    histogram.addAll(Float64Array.of(1, 3, 9), 0, 2, 0.5);
    expect(histogram.count).toBe(4);
    expect(histogram.mean()).toBe(5002 / 4);
    expect(histogram.max).toBe(5000);
    expect(histogram.quantile(0.3)!).toBeLessThan(0.011);
  });

  it('adds up: two halves merged are the whole', () => {
    const values = Float64Array.from({ length: 100 }, (_, i) => 0.05 * (i + 1) ** 2);
    const whole = new LogHistogram(0.01, 1000);
    const half = new LogHistogram(0.01, 1000);
    const other = new LogHistogram(0.01, 1000);
    whole.addAll(values, 0, 100, 2);
    half.addAll(values, 0, 50, 2);
    other.addAll(values, 50, 100, 2);
    half.merge(other);
    expect([0.1, 0.5, 0.99].map((p) => half.quantile(p))).toEqual(
      [0.1, 0.5, 0.99].map((p) => whole.quantile(p)),
    );
    half.clear();
    expect(half.quantile(0.5)).toBeUndefined();
    expect(half.mean()).toBeUndefined();
  });

  it('refuses a range that is none', () => {
    expect(() => new LogHistogram(0, 1)).toThrow(RangeError);
    expect(() => new LogHistogram(2, 1)).toThrow(RangeError);
  });
});
