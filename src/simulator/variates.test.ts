import { describe, expect, it } from 'vitest';
import { type Distribution, sample } from '../random/distribution.ts';
import { Rng } from '../random/rng.ts';
import { Variates } from './variates.ts';

const laws: readonly Distribution[] = [
  { kind: 'exponential', mean: 30 },
  { kind: 'uniform', from: 2, to: 5 },
  { kind: 'lognormal', p50: 80, p90: 300 },
  { kind: 'fixed', value: 7 },
];

describe('Variates', () => {
  it.each(laws)('gives the numbers that single draws give, in their order: $kind', (law) => {
    const variates = new Variates(law, new Rng(4));
    const rng = new Rng(4);
    const single = Array.from({ length: 1000 }, () => sample(law, rng));
    expect(Array.from({ length: 1000 }, () => variates.next())).toEqual(single);
  });
});
