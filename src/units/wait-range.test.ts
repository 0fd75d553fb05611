import { describe, expect, it } from 'vitest';
import { formatWaitRange } from './wait-range.ts';

describe('a range of waits', () => {
  it.each([
    [0, 5, '0-5 s'],
    [40, 50, '40-50 s'],
    [720, 900, '12-15 min'],
    [0, 120, '0-2 min'],
    [50, 120, '50 s to 2 min'],
    [90, 150, '1m 30s to 2m 30s'],
    [3_300, 3_900, '55 min to 1h 05m'],
    [4_200, 5_400, '1h 10m to 1h 30m'],
    [7_200, 10_800, '2h to 3h'],
  ])('of %d to %d s reads %s', (fromSec, toSec, text) => {
    expect(formatWaitRange(fromSec, toSec)).toBe(text);
  });
});
