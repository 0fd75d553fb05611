import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Limiter } from './limiter.ts';

/** How many of the calls at these instants pass. */
function passed(limiter: Limiter, atMs: readonly number[], ticket = 0): number {
  return atMs.filter((ms) => limiter.allow(ticket, ms)).length;
}

function every(stepMs: number, untilMs: number): readonly number[] {
  return Array.from({ length: Math.floor(untilMs / stepMs) + 1 }, (_, i) => i * stepMs);
}

const gateway = { ratePerSec: 10, burst: 4, per: 'gateway' } as const;

describe('Limiter, exact', () => {
  it('passes its burst at once and then its rate', () => {
    const limiter = new Limiter({ ...gateway, refill: 'exact' }, 1);
    expect(passed(limiter, new Array(9).fill(0))).toBe(4);
    expect(passed(limiter, every(10, 10_000).slice(1))).toBeGreaterThanOrEqual(99);
  });

  it('never passes more in any window than burst + rate x window', () => {
    const gapsMs = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 });
    fc.assert(
      fc.property(gapsMs, (gaps) => {
        const limiter = new Limiter({ ...gateway, refill: 'exact' }, 1);
        let nowMs = 0;
        const passedMs: number[] = [];
        for (const gap of gaps) {
          nowMs += gap;
          if (limiter.allow(0, nowMs)) passedMs.push(nowMs);
        }
        passedMs.forEach((from, first) => {
          passedMs.slice(first).forEach((to, more) => {
            expect(more + 1).toBeLessThanOrEqual(4 + (to - from) / 100 + 1e-9);
          });
        });
      }),
    );
  });
});

describe('Limiter, floor-refill', () => {
  it.each([1, 10, 50, 99])('earns nothing, ever, from calls %d ms apart at 10 tokens a second', (stepMs) => {
    const limiter = new Limiter({ ...gateway, refill: 'floor-refill' }, 1);
    expect(passed(limiter, every(stepMs, 600_000))).toBe(4);
  });

  it('loses the part of a token that the time between two calls had earned', () => {
    const pairsMs = every(150, 60_000)
      .slice(1)
      .flatMap((ms) => [ms, ms]);
    const atMs = [0, 0, 0, 0, ...pairsMs];
    expect(passed(new Limiter({ ...gateway, refill: 'floor-refill' }, 1), atMs)).toBe(4 + 400);
    expect(passed(new Limiter({ ...gateway, refill: 'exact' }, 1), atMs)).toBe(4 + 600);
  });
});

describe('whom a limiter counts', () => {
  it('a gateway limiter counts all tickets together, a visitor limiter each for itself', () => {
    const calls = (per: 'gateway' | 'visitor') => {
      const limiter = new Limiter({ ...gateway, per, refill: 'exact' }, 3);
      return [0, 1, 2].map((ticket) => passed(limiter, [0, 0, 0, 0, 0, 0], ticket));
    };
    expect(calls('gateway')).toEqual([4, 0, 0]);
    expect(calls('visitor')).toEqual([4, 4, 4]);
  });
});
