import { describe, expect, it } from 'vitest';
import { minWaitMs } from './eligibility.ts';

const bands = [
  { upToRank: 10, waitMs: 0 },
  { upToRank: 50, waitMs: 2000 },
  { upToRank: 100, waitMs: 5000 },
];

describe('minWaitMs', () => {
  it.each([
    [1, 0],
    [10, 0],
    [11, 2000],
    [50, 2000],
    [51, 5000],
    [100, 5000],
    [101, 5000],
    [1_000_000, 5000],
  ])('rank %d waits %d ms', (rank, waitMs) => {
    expect(minWaitMs(rank, bands)).toBe(waitMs);
  });

  it('asks the same of every rank under one band without an end, and nothing without bands', () => {
    expect([1, 99, 1e6].map((rank) => minWaitMs(rank, [{ waitMs: 10_000 }]))).toEqual([
      10_000, 10_000, 10_000,
    ]);
    expect(minWaitMs(1, [])).toBe(0);
  });
});
