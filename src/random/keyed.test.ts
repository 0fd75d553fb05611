import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenCountsZ, kolmogorovRatio } from '../testing/goodness-of-fit.ts';
import { DRAW, keyedU32, keyedUniform, partKey, runKey, visitorKey } from './keyed.ts';

describe('keyed draws', () => {
  it('give these numbers, for ever', () => {
    const run = runKey(20261003, 3);
    const visitor = visitorKey(run, 1);
    expect([run, visitorKey(run, 0), visitor]).toEqual([1451831190, -1456978995, 212413527]);
    expect([keyedU32(visitor, 0), keyedU32(visitor, DRAW.patience + 1)]).toEqual([3583596692, 2549784208]);
  });

  it('never give two visitors of a run one key', () => {
    const keys = new Set<number>();
    for (let visitor = 0; visitor < 300_000; visitor++) keys.add(visitorKey(runKey(5, 0), visitor));
    expect(keys.size).toBe(300_000);
  });

  it('never give two parts of a whole one key, nor a part that of a visitor', () => {
    const run = runKey(5, 0);
    const keys = new Set<number>();
    for (let part = 0; part < 3000; part++) keys.add(partKey(run, part)).add(visitorKey(run, part));
    expect(keys.size).toBe(6000);
    expect(partKey(run, 1)).not.toBe(partKey(runKey(5, 1), 1));
  });

  it('never share a k between purposes, and stay below 2^31', () => {
    const bases = Object.values(DRAW).sort((a, b) => a - b);
    bases.forEach((base, i) => {
      expect(base).toBe(i * 2 ** 24);
    });
    expect(bases.at(-1)! + 2 ** 24).toBeLessThanOrEqual(2 ** 31);
  });

  it('depend on seed, replication, visitor and k, and on nothing else', () => {
    const id = fc.tuple(fc.nat(), fc.nat(1000), fc.nat(10_000_000), fc.nat(2 ** 30));
    const draw = ([seed, replication, visitor, k]: readonly [number, number, number, number]) =>
      keyedU32(visitorKey(runKey(seed, replication), visitor), k);
    fc.assert(
      fc.property(id, id, (left, right) => {
        const same = left.every((part, i) => part === right[i]);
        expect(draw(left) === draw(right)).toBe(same);
      }),
      { seed: 1 },
    );
  });

  it('are uniform over k, over visitors and over replications', () => {
    const key = visitorKey(runKey(6, 0), 42);
    const series = (draw: (i: number) => number) => Array.from({ length: 100_000 }, (_, i) => draw(i));
    expect(
      kolmogorovRatio(
        series((k) => keyedUniform(key, k)),
        (x) => x,
      ),
    ).toBeLessThan(1);
    expect(
      kolmogorovRatio(
        series((v) => keyedUniform(visitorKey(runKey(6, 0), v), DRAW.class)),
        (x) => x,
      ),
    ).toBeLessThan(1);
    expect(
      kolmogorovRatio(
        series((r) => keyedUniform(visitorKey(runKey(6, r), 0), 0)),
        (x) => x,
      ),
    ).toBeLessThan(1);
  });

  it('are independent between purposes of one visitor and between neighbors', () => {
    const cells = (pair: (visitor: number) => readonly [number, number]) => {
      const counts = new Array<number>(256).fill(0);
      for (let visitor = 0; visitor < 300_000; visitor++) {
        const [x, y] = pair(visitor);
        counts[(x >>> 28) * 16 + (y >>> 28)]!++;
      }
      return Math.abs(evenCountsZ(counts));
    };
    const run = runKey(7, 0);
    const of = (visitor: number, k: number) => keyedU32(visitorKey(run, visitor), k);
    expect(cells((v) => [of(v, DRAW.class), of(v, DRAW.patience)])).toBeLessThan(4);
    expect(cells((v) => [of(v, 0), of(v, 1)])).toBeLessThan(4);
    expect(cells((v) => [of(v, DRAW.patience), of(v + 1, DRAW.patience)])).toBeLessThan(4);
  });
});
