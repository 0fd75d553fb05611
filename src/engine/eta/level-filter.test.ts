import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LevelFilter } from './level-filter.ts';

describe('LevelFilter', () => {
  it('comes to the gain that solves the Riccati equation of a random walk: K = (sqrt(l^2 + 4 l) - l) / 2, l = q / R', () => {
    const ratios = fc.double({ min: 1e-4, max: 10, noNaN: true });
    fc.assert(
      fc.property(ratios, (ratio) => {
        const filter = new LevelFilter({
          levelSd: 1,
          driftVarPerSec: ratio * 0.01,
          wanderSd: 0,
          wanderSec: 120,
          noise: 0.01,
        });
        for (let second = 0; second < 5000; second++) {
          filter.pass();
          filter.read(1);
        }
        expect(filter.levelGain).toBeCloseTo((Math.sqrt(ratio * ratio + 4 * ratio) - ratio) / 2, 8);
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  it('gives each part of an error its share: none to a level that is known, all to a wander without noise', () => {
    const filter = new LevelFilter({
      levelSd: 0,
      driftVarPerSec: 0,
      wanderSd: 0.2,
      wanderSec: 120,
      noise: 0,
    });
    filter.pass();
    filter.read(1.3);
    expect(filter.level).toBe(1);
    expect(filter.wander).toBeCloseTo(0.3, 12);
    for (let second = 0; second < 120; second++) filter.pass();
    expect(filter.wander).toBeCloseTo(0.3 / Math.E, 12);
  });

  it('averages readings of a constant level as least squares do', () => {
    const filter = new LevelFilter({
      levelSd: 1000,
      driftVarPerSec: 0,
      wanderSd: 0,
      wanderSec: 120,
      noise: 0.1,
    });
    const readings = [0.7, 1.4, 0.9, 1.1, 1.3];
    for (const reading of readings) {
      filter.pass();
      filter.read(reading);
    }
    expect(filter.level).toBeCloseTo(readings.reduce((sum, each) => sum + each, 0) / readings.length, 6);
  });
});
