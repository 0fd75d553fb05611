import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageBin, ageGrid, isNarrow } from './age-bins.ts';

describe('ageGrid', () => {
  it('puts every age into the interval that holds it', () => {
    const widths = fc.integer({ min: 1, max: 40 });
    const ages = fc.double({ min: 0, max: 39_000, noNaN: true });
    fc.assert(
      fc.property(widths, ages, (width, age) => {
        const grid = ageGrid(width);
        const bin = ageBin(grid, age);
        expect(grid.edgesSec[bin]!).toBeLessThanOrEqual(age);
        expect(grid.edgesSec[bin + 1]!).toBeGreaterThan(age);
      }),
    );
  });

  it('begins with ten intervals of one width, and holds ages outside in its first and last', () => {
    const grid = ageGrid(5);
    for (let bin = 0; bin < 10; bin++) expect(grid.edgesSec[bin + 1]! - grid.edgesSec[bin]!).toBe(5);
    expect([isNarrow(9), isNarrow(10)]).toEqual([true, false]);
    expect([ageBin(grid, -3), ageBin(grid, 1e9)]).toEqual([0, grid.bins - 1]);
  });
});
