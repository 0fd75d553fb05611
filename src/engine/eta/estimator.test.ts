import { describe, expect, it } from 'vitest';
import { drainSec } from './estimator.ts';

describe('drainSec', () => {
  it.each([
    [0, 50, 0],
    [49, 50, 1],
    [1225, 50, 25],
    [24, 50, 0],
  ])('%d ahead at %d/s take %d s', (ahead, perSec, sec) => {
    expect(drainSec(ahead, perSec)).toBe(sec);
  });

  it('has no answer where there is no rate, or none that a number can hold', () => {
    expect([drainSec(10, 0), drainSec(0, 0), drainSec(10, -1), drainSec(10, 5e-324)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
