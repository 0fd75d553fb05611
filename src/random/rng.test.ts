import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenCountsZ, kolmogorovRatio, meanZ } from '../testing/goodness-of-fit.ts';
import { type Purpose, Rng, substream } from './rng.ts';

const draws = (n: number, draw: () => number) => Array.from({ length: n }, draw);
const normalCdf = (x: number) => {
  // Trapezoid over the density: slow, and independent of everything that is tested here.
  const steps = 200;
  let area = 0;
  for (let i = 0; i <= steps; i++) {
    const at = (x * i) / steps;
    area += (Math.exp((-at * at) / 2) * (i === 0 || i === steps ? 0.5 : 1) * x) / steps;
  }
  return 0.5 + area / Math.sqrt(2 * Math.PI);
};

/** sfc32 in unbounded integers, as its author states it. */
function* reference(state: readonly [bigint, bigint, bigint, bigint]): Generator<number> {
  const MASK = 0xffff_ffffn;
  let [a, b, c, counter] = state;
  for (;;) {
    const out = (a + b + counter) & MASK;
    counter = (counter + 1n) & MASK;
    a = b ^ (b >> 9n);
    b = (c + (c << 3n)) & MASK;
    c = ((((c << 21n) | (c >> 11n)) & MASK) + out) & MASK;
    yield Number(out);
  }
}

describe('Rng', () => {
  it('gives these first numbers, for ever', () => {
    const rng = new Rng(1);
    expect(draws(4, () => rng.u32())).toEqual([1056829846, 896805041, 3735031701, 2606297802]);
    const other = substream(20261003, 3, 'arrivals');
    expect(draws(2, () => other.exponential())).toEqual([1.9291449108479115, 0.22253285218571875]);
    expect(draws(2, () => other.normal())).toEqual([-0.09215459346932084, 0.7408501125361073]);
  });

  it('is sfc32, number by number', () => {
    const rng = new Rng(7, 8, 9);
    const state = JSON.parse(JSON.stringify(rng)) as { a: number; b: number; c: number; counter: number };
    const unsigned = (x: number) => BigInt(x >>> 0);
    const expected = reference([
      unsigned(state.a),
      unsigned(state.b),
      unsigned(state.c),
      unsigned(state.counter),
    ]);
    for (let i = 0; i < 10_000; i++) expect(rng.u32()).toBe(expected.next().value);
  });

  it('repeats itself from the same seed and differs when any of seed, replication, purpose differs', () => {
    const purposes: readonly Purpose[] = ['arrivals', 'markov', 'lottery'];
    const id = fc.tuple(fc.nat(), fc.nat(1000), fc.constantFrom(...purposes));
    fc.assert(
      fc.property(id, id, (left, right) => {
        const a = substream(...left);
        const b = substream(...right);
        const same = left.every((part, i) => part === right[i]);
        expect(draws(3, () => a.u32()).join() === draws(3, () => b.u32()).join()).toBe(same);
      }),
    );
  });

  it('fills 256 cells evenly, high and low bits', () => {
    const rng = substream(11, 0, 'test');
    const high = new Array<number>(256).fill(0);
    const low = new Array<number>(256).fill(0);
    for (let i = 0; i < 1_000_000; i++) {
      const x = rng.u32();
      high[x >>> 24]!++;
      low[x & 255]!++;
    }
    expect(Math.abs(evenCountsZ(high))).toBeLessThan(4);
    expect(Math.abs(evenCountsZ(low))).toBeLessThan(4);
  });

  it('has no serial correlation at lags 1 and 2, and none between neighboring streams', () => {
    const n = 500_000;
    const correlationZ = (pair: (i: number) => readonly [number, number]) => {
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const [x, y] = pair(i);
        sum += (x - 0.5) * (y - 0.5);
      }
      return (sum / n) * 12 * Math.sqrt(n);
    };
    const rng = substream(12, 0, 'test');
    const series = draws(n + 2, () => rng.uniform());
    expect(Math.abs(correlationZ((i) => [series[i]!, series[i + 1]!]))).toBeLessThan(4);
    expect(Math.abs(correlationZ((i) => [series[i]!, series[i + 2]!]))).toBeLessThan(4);
    const next = substream(12, 1, 'test');
    expect(Math.abs(correlationZ((i) => [series[i]!, next.uniform()]))).toBeLessThan(4);
    // First numbers of consecutive replications: the place where weak seeding shows.
    const first = draws(20_000, () => 0).map((_, i) => substream(12, i, 'test').uniform());
    expect(kolmogorovRatio(first, (x) => x)).toBeLessThan(1);
  });

  it('keeps uniform inside the open interval', () => {
    const rng = substream(13, 0, 'test');
    let least = 1;
    let most = 0;
    for (let i = 0; i < 100_000; i++) {
      const u = rng.uniform();
      least = Math.min(least, u);
      most = Math.max(most, u);
    }
    expect(least).toBeGreaterThan(0);
    expect(most).toBeLessThan(1);
  });

  it('draws integers below n evenly and never n', () => {
    const rng = substream(14, 0, 'test');
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 700_000; i++) counts[rng.below(7)]!++;
    expect(counts).toHaveLength(7);
    expect(Math.abs(evenCountsZ(counts))).toBeLessThan(4);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(), (n, seed) => {
        const k = new Rng(seed).below(n);
        expect(Number.isInteger(k) && k >= 0 && k < n).toBe(true);
      }),
    );
  });
});

describe('ziggurat', () => {
  const million = 1_000_000;

  it('exponential has the moments 1, 2, 6 and the right law', () => {
    const rng = substream(15, 0, 'test');
    const sample = draws(million, () => rng.exponential());
    const power = (k: number) => sample.map((x) => x ** k);
    expect(Math.abs(meanZ(sample, 1, 1))).toBeLessThan(4);
    expect(Math.abs(meanZ(power(2), 2, 20))).toBeLessThan(4);
    expect(Math.abs(meanZ(power(3), 6, 684))).toBeLessThan(4);
    expect(kolmogorovRatio(sample.slice(0, 200_000), (x) => -Math.expm1(-x))).toBeLessThan(1);
  });

  it('normal has the moments 0, 1, 0, 3 and the right law', () => {
    const rng = substream(16, 0, 'test');
    const sample = draws(million, () => rng.normal());
    const power = (k: number) => sample.map((x) => x ** k);
    expect(Math.abs(meanZ(sample, 0, 1))).toBeLessThan(4);
    expect(Math.abs(meanZ(power(2), 1, 2))).toBeLessThan(4);
    expect(Math.abs(meanZ(power(3), 0, 15))).toBeLessThan(4);
    expect(Math.abs(meanZ(power(4), 3, 96))).toBeLessThan(4);
    expect(kolmogorovRatio(sample.slice(0, 20_000), normalCdf)).toBeLessThan(1);
  });

  it('reaches into the tails as often as it should', () => {
    const rng = substream(17, 0, 'test');
    let exponentials = 0;
    let normals = 0;
    for (let i = 0; i < million; i++) {
      if (rng.exponential() > 7.7) exponentials++;
      if (Math.abs(rng.normal()) > 3.5) normals++;
    }
    const expectedExponentials = million * Math.exp(-7.7);
    const expectedNormals = million * 4.6525815807105e-4;
    expect(Math.abs(exponentials - expectedExponentials)).toBeLessThan(4 * Math.sqrt(expectedExponentials));
    expect(Math.abs(normals - expectedNormals)).toBeLessThan(4 * Math.sqrt(expectedNormals));
  });
});
