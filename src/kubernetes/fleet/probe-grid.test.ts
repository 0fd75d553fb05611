import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workloadPlan } from '../../testing/cluster-builder.ts';
import { firstReadinessProbe } from './probe-grid.ts';

const probe = { ...workloadPlan().readiness, initialDelayMs: 20_000, periodMs: 10_000 };
const startup = { initialDelayMs: 60_000, periodMs: 7000 };

describe('firstReadinessProbe', () => {
  it.each([
    ['up before the first probe', probe, 1000, { number: 0, afterMs: 20_000 }],
    ['up at a probe', probe, 30_000, { number: 1, afterMs: 30_000 }],
    ['up just after it', probe, 30_001, { number: 2, afterMs: 40_000 }],
    ['up before the first startup probe', { ...probe, startup }, 1000, { number: 4, afterMs: 60_000 }],
    ['up after it: startup at 67 s', { ...probe, startup }, 60_001, { number: 5, afterMs: 70_000 }],
  ])('%s', (_, plan, bootMs, expected) => {
    expect(firstReadinessProbe(plan, bootMs)).toEqual(expected);
  });

  it('is the earliest instant of its grid at which application and startup probe are done', () => {
    const length = fc.integer({ min: 0, max: 100_000 });
    const period = fc.integer({ min: 1000, max: 30_000 });
    fc.assert(
      fc.property(
        length,
        length,
        period,
        length,
        period,
        (bootMs, delayMs, periodMs, startMs, startPeriodMs) => {
          const grid = { initialDelayMs: startMs, periodMs: startPeriodMs };
          const plan = { ...probe, initialDelayMs: delayMs, periodMs, startup: grid };
          const { number, afterMs } = firstReadinessProbe(plan, bootMs);
          let startedMs = startMs;
          while (startedMs < bootMs) startedMs += startPeriodMs;
          expect(afterMs).toBe(delayMs + number * periodMs);
          expect(afterMs).toBeGreaterThanOrEqual(startedMs);
          expect(number === 0 || afterMs - periodMs < startedMs).toBe(true);
        },
      ),
    );
  });
});
