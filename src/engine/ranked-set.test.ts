import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RankedSet } from './ranked-set.ts';

const SLOTS = 1200;

/** The edges of words of 32 and blocks of 256, and anything between. */
const slots = fc.oneof(
  fc.constantFrom(0, 1, 31, 32, 63, 64, 255, 256, 257, 511, 512, 1023, 1024, SLOTS - 1),
  fc.integer({ min: 0, max: SLOTS - 1 }),
);

describe('RankedSet', () => {
  it('counts and finds as a sorted list does, whatever was added and removed', () => {
    fc.assert(
      fc.property(fc.array(slots, { maxLength: 80 }), fc.array(slots, { minLength: 1 }), (flips, probes) => {
        const set = new RankedSet(SLOTS);
        const members = new Set<number>();
        for (const slot of flips) {
          if (members.delete(slot)) set.remove(slot);
          else {
            set.add(slot);
            members.add(slot);
          }
        }
        const sorted = [...members].sort((a, b) => a - b);
        expect(set.size).toBe(sorted.length);
        for (const probe of probes) {
          const end = Math.min(SLOTS - 1, probe + 300);
          expect(set.has(probe)).toBe(members.has(probe));
          expect(set.through(probe)).toBe(sorted.filter((slot) => slot <= probe).length);
          expect(set.lastAtOrBefore(probe)).toBe(sorted.findLast((slot) => slot <= probe));
          expect(set.firstIn(probe, end)).toBe(sorted.find((slot) => slot >= probe && slot <= end));
        }
      }),
    );
  });

  it('holds a full word and a full block', () => {
    const set = new RankedSet(600);
    for (let slot = 0; slot < 600; slot++) set.add(slot);
    expect([set.through(31), set.through(255), set.through(256), set.through(599)]).toEqual([
      32, 256, 257, 600,
    ]);
    for (let slot = 0; slot < 599; slot++) set.remove(slot);
    expect([set.size, set.firstIn(0, 599), set.lastAtOrBefore(598)]).toEqual([1, 599, undefined]);
  });

  it('finds nothing where nothing is asked for', () => {
    const set = new RankedSet(64);
    set.add(0);
    expect([set.lastAtOrBefore(-1), set.firstIn(1, 0), set.firstIn(1, 63)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
