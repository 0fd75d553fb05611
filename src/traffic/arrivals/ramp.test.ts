import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase, poissonContract } from '../../testing/arrival-contract.ts';
import { expectedVisitors, rateAt } from '../expectation.ts';
import { generateArrivals } from '../generate.ts';

const up = { shape: { kind: 'ramp', fromPerSec: 0, toPerSec: 20 }, startMs: 1000, endMs: 41_000 } as const;
const down = { shape: { kind: 'ramp', fromPerSec: 15, toPerSec: 5 }, startMs: 0, endMs: 40_000 } as const;

arrivalContract('ramp up from 0', up);
poissonContract('ramp up from 0', up);
arrivalContract('ramp down', down);
poissonContract('ramp down', down);

describe('ramp', () => {
  it('is linear and brings its mean rate x length', () => {
    const plan = onePhase(up);
    expect([1000, 11_000, 21_000, 41_000].map((ms) => rateAt(plan, ms))).toEqual([0, 5, 10, 0]);
    expect(expectedVisitors(plan, 1e6)).toBeCloseTo(400, 9);
    expect(expectedVisitors(plan, 21_000)).toBeCloseTo(100, 9);
  });

  it('spaced evenly from 0 puts visitor i at sqrt(2 i / slope)', () => {
    const { joinMs } = generateArrivals(onePhase(up, 'deterministic'), 1e6, 1, 0);
    expect(Array.from(joinMs)).toEqual(
      Array.from({ length: 400 }, (_, i) => Math.floor(1000 + 1000 * Math.sqrt((2 * (i + 0.5)) / 0.5))),
    );
  });
});
