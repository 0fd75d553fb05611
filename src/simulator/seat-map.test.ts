import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeatsPlan } from '../scenario/infrastructure-plan.ts';
import { SeatMap } from './seat-map.ts';

const PLAN: SeatsPlan = {
  count: 10,
  holdMs: 30_000,
  perVisitor: 1,
  buyShare: 1,
  buyMs: { kind: 'fixed', value: 5_000 },
};

describe('SeatMap', () => {
  it('sells a held seat when its holder buys in time', () => {
    const seats = new SeatMap(PLAN, 1);
    seats.reserve(0, 0);
    seats.advance(4_999);
    expect([seats.held, seats.sold]).toEqual([1, 0]);
    seats.advance(5_000);
    expect([seats.held, seats.sold]).toEqual([0, 1]);
  });

  it('takes a seat back when the hold runs out first', () => {
    const seats = new SeatMap({ ...PLAN, buyMs: { kind: 'fixed', value: 40_000 } }, 1);
    seats.reserve(0, 0);
    seats.advance(30_000);
    expect([seats.held, seats.sold, seats.returned]).toEqual([0, 0, 1]);
  });

  it('is sold out at the instant of the last sale, not when the last seat is held', () => {
    const seats = new SeatMap(PLAN, 1);
    for (let visitor = 0; visitor < 12; visitor++) seats.reserve(visitor, 100 * visitor);
    expect(seats.turnedAway).toBe(2);
    expect(seats.soldOutMs).toBeUndefined();
    seats.advance(60_000);
    expect(seats.soldOutMs).toBe(5_900);
  });

  it('is sold out when what is left is too little for one more visitor', () => {
    const seats = new SeatMap({ ...PLAN, count: 9, perVisitor: 2 }, 1);
    for (let visitor = 0; visitor < 4; visitor++) seats.reserve(visitor, 0);
    seats.advance(5_000);
    expect([seats.sold, seats.soldOutMs]).toEqual([8, 5_000]);
  });

  it('never holds and sells more seats than there are, and loses none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }),
        fc.integer({ min: 1, max: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (gaps, perVisitor, buyShare) => {
          const seats = new SeatMap({ ...PLAN, count: 30, perVisitor, buyShare }, 3);
          let nowMs = 0;
          gaps.forEach((gap, visitor) => {
            nowMs += gap;
            seats.advance(nowMs);
            seats.reserve(visitor, nowMs);
            expect(seats.held + seats.sold).toBeLessThanOrEqual(30);
          });
          seats.advance(nowMs + 60_000);
          expect(seats.held).toBe(0);
          expect(seats.sold + seats.returned + perVisitor * seats.turnedAway).toBe(perVisitor * gaps.length);
        },
      ),
    );
  });
});
