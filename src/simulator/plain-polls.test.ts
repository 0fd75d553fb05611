import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyPlan } from '../testing/plan-arbitrary.ts';
import { digestOf, runPlan } from '../testing/run-plan.ts';

describe('the short way of plain polls', () => {
  it('leads to the same record, byte for byte, as sending every poll to the gateway', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(digestOf(runPlan(plan))).toBe(digestOf(runPlan(plan, { shortcuts: false })));
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});
