import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WaitingLine } from '../waiting-line.ts';
import { LineProfile } from './line-profile.ts';

const SLOTS = 700;

describe('LineProfile', () => {
  it('books every active ticket that goes, whatever way, and counts those back that are heard of again', () => {
    const step = fc.record({
      slot: fc.nat({ max: SLOTS - 1 }),
      what: fc.constantFrom('let in', 'leaves', 'falls silent', 'comes back'),
    });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 30 }), { maxLength: 20 }), (life) => {
        const line = new WaitingLine(SLOTS, Number.POSITIVE_INFINITY, true);
        const profile = new LineProfile(line);
        for (let slot = 0; slot < SLOTS; slot++) {
          line.join(slot);
          profile.joined(slot, slot);
        }
        let silent = 0;
        let polite = 0;
        for (const second of life) {
          for (const { slot, what } of second) {
            if (!line.has(slot)) continue;
            const active = line.isActive(slot) ? 1 : 0;
            if (what === 'let in') {
              profile.admitted(slot);
              line.remove(slot);
            } else if (what === 'leaves') {
              profile.left(slot);
              line.remove(slot);
              polite += active;
            } else if (what === 'falls silent') {
              line.markInactive(slot);
              silent += active;
            } else {
              line.markActive(slot);
              silent -= 1 - active;
            }
          }
          profile.closeSecond();
          silent -= sum(profile.silent);
          polite -= sum(profile.polite);
          expect([silent, polite, sum(profile.active)]).toEqual([0, 0, line.activeLength]);
        }
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('knows the mean instant of joining of a block, in at most 1,024 blocks', () => {
    const line = new WaitingLine(1_000_000, Number.POSITIVE_INFINITY, true);
    const profile = new LineProfile(line);
    for (let slot = 0; slot < 3000; slot++) {
      line.join(slot);
      profile.joined(slot, slot);
    }
    profile.closeSecond();
    expect(profile.active.length).toBeLessThanOrEqual(1024);
    expect(profile.meanJoinSec(0)).toBeCloseTo(0.5115, 6);
    expect(sum(profile.active)).toBe(3000);
  });
});

function sum(values: Int32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
