import { describe, expect, it } from 'vitest';
import { allocatableMiB, allocatableMillicores, NODE_TYPES } from './node-types.ts';
import { PRICE_LISTS } from './price-lists.ts';

describe('price lists', () => {
  it.each(Object.entries(PRICE_LISTS))('%s: each key once, each with a source and a day', (_, rows) => {
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    const unsound = rows.filter(
      ({ usdPerHour, source, date }) =>
        !(usdPerHour > 0) || source.length < 20 || !/^20\d\d-[01]\d-[0-3]\d$/.test(date),
    );
    expect(unsound).toEqual([]);
  });

  it('price larger sizes of a family in proportion', () => {
    for (const rows of Object.values(PRICE_LISTS)) {
      const usd = new Map(rows.map(({ key, usdPerHour }) => [key, usdPerHour]));
      for (const [key, large] of usd) {
        const xlarge = key.endsWith('.large') ? usd.get(key.replace('.large', '.xlarge')) : undefined;
        if (xlarge !== undefined) expect(Math.abs(xlarge / large - 2)).toBeLessThan(0.01);
      }
    }
  });
});

describe('what a node leaves for pods', () => {
  it.each([
    [1, 940],
    [2, 1930],
    [4, 3920],
    [8, 7910],
  ])('%d vCPU: %d millicores', (vcpu, millicores) => {
    expect(allocatableMillicores(vcpu)).toBe(millicores);
  });

  it('keeps memory for each possible pod, and never less than none', () => {
    expect(allocatableMiB(8192, 35)).toBe(7577 - 255 - 385 - 100);
    expect(allocatableMiB(256, 110)).toBe(0);
  });

  it('is above half of every known type', () => {
    for (const { vcpu, memoryMiB, maxPods } of Object.values(NODE_TYPES)) {
      expect(allocatableMillicores(vcpu)).toBeGreaterThan(vcpu * 500);
      expect(allocatableMiB(memoryMiB, maxPods)).toBeGreaterThan(memoryMiB / 2);
    }
  });
});
