import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase, poissonContract } from '../../testing/arrival-contract.ts';
import { expectedVisitors } from '../expectation.ts';
import { generateArrivals } from '../generate.ts';

const trial = { shape: { kind: 'constant', perSec: 5 }, startMs: 3000, endMs: 63_000 } as const;

arrivalContract('constant', trial);
poissonContract('constant', trial);

describe('constant', () => {
  it('brings rate x length', () => {
    expect(expectedVisitors(onePhase(trial), 1e6)).toBeCloseTo(300, 9);
  });

  it('spaced evenly comes in the middle of each 1/rate', () => {
    const { joinMs } = generateArrivals(onePhase(trial, 'deterministic'), 1e6, 1, 0);
    expect(Array.from(joinMs)).toEqual(Array.from({ length: 300 }, (_, i) => 3000 + 100 + 200 * i));
  });

  it('at rate 0 brings nobody', () => {
    const nobody = onePhase({ ...trial, shape: { kind: 'constant', perSec: 0 } });
    expect(generateArrivals(nobody, 1e6, 1, 0).joinMs).toHaveLength(0);
  });
});
