import { describe, expect, it } from 'vitest';
import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import { Rng } from '../random/rng.ts';
import { quantileSorted } from '../statistics/summary.ts';
import { type BehindGateway, DelayTable, DRAWS } from './delay-table.ts';

const KINDS = REQUEST_KINDS.length;
const NOBODY = { busy: 0, mean: 0, variance: 0, limit: Infinity };
const SERVICE_MS = Float64Array.of(2, 1, 1.5, 0.5);

/** Everybody waits an exponential time. */
const exponential = (mean: number) => ({ busy: 1, mean, variance: mean * mean, limit: Infinity });

function behind(pool: number, shards: readonly number[], share: readonly number[]): BehindGateway {
  return {
    pool: pool > 0 ? exponential(pool) : NOBODY,
    shards: shards.map((mean) => (mean > 0 ? exponential(mean) : NOBODY)),
    share: Float64Array.from(share),
    fixedMs: new Float64Array(shards.length * KINDS).fill(3),
    asks: [true, true, true, false],
  };
}

const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('DelayTable', () => {
  it.each([
    [1, 0, 1],
    [1, 0, 0.3],
    [0.3, 0, 1],
    [1, 1, 0],
    [0.3, 1, 1],
    [1, 1, 1],
  ])(
    'has the mean of the sum of waits %d, %d and %d, and its 95 %% point within 2 %%',
    (gateway, pool, shard) => {
      const table = new DelayTable();
      table.fill(exponential(gateway), SERVICE_MS, behind(pool, [shard], [1]));
      const polls = table.ms.slice(DRAWS, 2 * DRAWS);
      const rng = new Rng(5);
      const sums = Float64Array.from({ length: 400_000 }, () => {
        return gateway * rng.exponential() + pool * rng.exponential() + shard * rng.exponential() + 1 + 3;
      }).sort();
      expect(Math.abs(mean(polls) / mean(sums) - 1)).toBeLessThan(0.005);
      expect(Math.abs(quantileSorted(polls.sort(), 0.95)! / quantileSorted(sums, 0.95)! - 1)).toBeLessThan(
        0.02,
      );
    },
  );

  it('takes each shard at its share, and gives its wait to those who ask it', () => {
    const table = new DelayTable();
    table.fill(NOBODY, SERVICE_MS, behind(0, [40, 0, 0], [0.25, 0.5, 0.25]));
    const draws = Array.from({ length: DRAWS }, (_, draw) => table.shardOf(draw));
    expect([0, 1, 2].map((shard) => draws.filter((asked) => asked === shard).length)).toEqual([64, 128, 64]);
    const polls = table.ms.slice(DRAWS, 2 * DRAWS);
    expect(polls.filter((ms) => ms > 4).length).toBe(64);
    expect(Math.abs(mean(polls) - (4 + 10))).toBeLessThan(0.1);
  });

  it('lets those who do not ask Redis off, and rounds to the nearest millisecond', () => {
    const table = new DelayTable();
    table.fill(NOBODY, SERVICE_MS, behind(7, [9], [1]));
    expect(new Set(table.ms.slice(3 * DRAWS))).toEqual(new Set([0.5]));
    table.ms.forEach((ms, i) => {
      expect(table.wholeMs[i]).toBe(Math.floor(ms + 0.5));
    });
  });
});
