import { describe, expect, it } from 'vitest';
import { WaitingLine } from '../waiting-line.ts';
import { DrainCurve, RATE_STEP_SEC, RATE_STEPS } from './drain-curve.ts';
import { LineProfile } from './line-profile.ts';

const PEOPLE = 200_000;

/** A line of people who have all just joined. */
function lineOf(people: number): LineProfile {
  const line = new WaitingLine(people, Number.POSITIVE_INFINITY, true);
  const profile = new LineProfile(line);
  for (let slot = 0; slot < people; slot++) {
    line.join(slot);
    profile.joined(slot, 0);
  }
  profile.closeSecond();
  return profile;
}

const stays = { survival: () => 1 };

describe('DrainCurve', () => {
  it.each([1e-4, 1e-3, 0.01])(
    'is ln(1 + n theta / r) / theta where everybody leaves at one hazard, %d/s, within 0.5 %',
    (hazard) => {
      const rate = 50;
      const curve = new DrainCurve(1024, new Float64Array(RATE_STEPS).fill(rate));
      const crowd = { survival: (_age: number, afterSec: number) => Math.exp(-hazard * afterSec) };
      curve.solve(lineOf(PEOPLE), 0, crowd);
      for (const ahead of [1000, 20_000, 150_000, PEOPLE]) {
        const closed = Math.log1p((ahead * hazard) / rate) / hazard;
        expect(curve.at(ahead, crowd) / closed).toBeCloseTo(1, 2);
      }
    },
  );

  it('follows rates that change, and never arrives where they end in a pause', () => {
    const rates = new Float64Array(RATE_STEPS).fill(50);
    rates.fill(0, 10, 20);
    rates.fill(25, 20);
    const curve = new DrainCurve(1024, rates);
    curve.solve(lineOf(PEOPLE), 0, stays);
    // 2,000 in 40 s, a pause of 40 s, then 25/s.
    expect(curve.at(1024, stays)).toBeCloseTo(1024 / 50, 6);
    expect(curve.at(10_240, stays)).toBeCloseTo(80 + (10_240 - 2000) / 25, 6);
    rates.fill(0, 30);
    curve.solve(lineOf(PEOPLE), 0, stays);
    expect(curve.at(PEOPLE, stays)).toBe(Number.POSITIVE_INFINITY);
  });

  it('goes on at the last rate beyond its table and beyond the line', () => {
    const curve = new DrainCurve(1024, new Float64Array(RATE_STEPS).fill(2));
    curve.solve(lineOf(PEOPLE), 0, stays);
    expect(RATE_STEPS * RATE_STEP_SEC).toBeLessThan(PEOPLE / 2);
    expect(curve.at(PEOPLE, stays)).toBeCloseTo(PEOPLE / 2, 3);
    expect(curve.at(PEOPLE + 50, stays)).toBeCloseTo(PEOPLE / 2 + 25, 3);
  });
});
