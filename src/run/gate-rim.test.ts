import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GateRim } from './gate-rim.ts';

const isMarked = (rim: GateRim, ticket: number) => (rim.bits[ticket >>> 5]! & (1 << (ticket & 31))) !== 0;

describe('GateRim', () => {
  it('marks every ticket whose slot is inside the gate, whenever it took the slot', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 0, max: 4_000 }),
        (gates, early) => {
          const slots = 5_001;
          const ticketAt = Int32Array.from({ length: slots }, (_, slot) => slots - 1 - slot);
          let taken = early;
          const rim = new GateRim({ slots, ticket: (slot) => (slot < taken ? ticketAt[slot]! : 0) }, slots);
          gates.forEach((gate, step) => {
            rim.cover(gate);
            const slot = early + step;
            taken = slot + 1;
            if (slot < slots) rim.took(ticketAt[slot]!, slot);
            for (let each = 0; each <= Math.min(gate, slot); each++) {
              expect(isMarked(rim, ticketAt[each]!)).toBe(true);
            }
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('leaves tickets far behind the gate unmarked', () => {
    const rim = new GateRim({ slots: 10_000, ticket: (slot) => slot }, 10_000);
    rim.cover(100);
    expect(isMarked(rim, 100)).toBe(true);
    expect(isMarked(rim, 9_000)).toBe(false);
  });
});
