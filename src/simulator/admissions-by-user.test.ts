import { describe, expect, it } from 'vitest';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, instantArrivals, runPlan, sumOf } from '../testing/run-plan.ts';

const bucket = { capacityTokens: 1, refillPerSec: 0.1, clockResolutionMs: 1 };

/** Two visitors with four tabs each, one of which is let in about every 10 s. */
function logged(mode: 'pull' | 'push', oneTicket: boolean, admissionLog: 'by-user' | 'by-visit') {
  const { series } = runPlan(
    buildPlan({
      arrivals: instantArrivals(2),
      clock: clockOf(400_000),
      admission: buildRules({ mode, bucket, admissionLog }),
      visitors: [buildClass({ tabs: 4, oneTicket })],
    }),
  );
  return { admitted: [...series.admitted], counts: [...(series.sliding?.count1Min ?? [])] };
}

describe('the log of admissions', () => {
  it('by user counts a visitor once, however many of its tabs are let in, as long as it remembers the last', () => {
    for (const mode of ['pull', 'push'] as const) {
      const { admitted, counts } = logged(mode, false, 'by-user');
      expect(sumOf(admitted)).toBe(8);
      expect(counts.length).toBeGreaterThan(70);
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
      expect(counts.at(-1)).toBe(2);
    }
  });

  it('by user counts a released tab that nobody uses as its visitor', () => {
    const { counts } = logged('push', true, 'by-user');
    expect(counts.every((count) => count <= 2)).toBe(true);
    expect(counts).toContain(2);
  });

  it('by visit counts every tab of the last 61 seconds', () => {
    const { admitted, counts } = logged('pull', false, 'by-visit');
    expect(counts).toEqual(
      admitted.map((_, second) => sumOf(admitted, Math.max(0, second - 60), second + 1)),
    );
  });
});
