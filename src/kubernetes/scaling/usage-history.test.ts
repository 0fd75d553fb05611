import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageHistory } from './usage-history.ts';

describe('UsageHistory', () => {
  it('rests before, between and goes on after what was told', () => {
    const history = new UsageHistory(10, 0);
    history.record(1000, 2000, 100);
    history.record(3000, 4000, 50);
    expect([-1, 500, 1500, 2500, 3500, 9000].map((ms) => history.levelAt(ms))).toEqual([
      10, 10, 100, 10, 50, 50,
    ]);
    expect(history.integral(-1000, 5000) / 1000).toBe(10 + 10 + 100 + 10 + 50 + 50);
    expect(history.integral(1500, 3500) / 1000).toBe(50 + 10 + 25);
    expect([history.highest(-5000, 1000), history.highest(1999, 3500), history.highest(2500, 9000)]).toEqual([
      10, 100, 50,
    ]);
  });

  it('has integrals that are the sum of their parts, and the sum of the spans', () => {
    const means = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 });
    const instant = fc.integer({ min: -5000, max: 45_000 });
    fc.assert(
      fc.property(means, instant, instant, instant, (levels, a, b, c) => {
        const history = new UsageHistory(7, 0);
        levels.forEach((level, second) => {
          history.record(second * 1000, (second + 1) * 1000, level);
        });
        const [from, middle, to] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const parts = history.integral(from, middle) + history.integral(middle, to);
        expect(history.integral(from, to)).toBeCloseTo(parts, 4);
        const total = levels.reduce((sum, level) => sum + level * 1000, 0);
        expect(history.integral(0, levels.length * 1000)).toBe(total);
        expect(history.highest(0, levels.length * 1000)).toBe(Math.max(7, ...levels));
      }),
    );
  });
});
