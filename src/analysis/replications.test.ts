import { describe, expect, it } from 'vitest';
import { commonVerdict, meanLeaves, meanLimits } from './replications.ts';

describe('meanLeaves', () => {
  it('averages every number over the items that have it', () => {
    interface Item {
      readonly a: number;
      readonly b?: { readonly c?: number };
      readonly name: string;
    }
    const items: Item[] = [
      { a: 1, name: 'x' },
      { a: 3, b: { c: 10 }, name: 'x' },
      { a: 5, b: { c: 20 }, name: 'x' },
    ];
    expect(meanLeaves(items)).toEqual({ a: 3, b: { c: 15 }, name: 'x' });
  });

  it('gives one item back as it is', () => {
    const item = { a: 1, list: [1, 2], deep: { flag: true, n: 2 } };
    expect(meanLeaves([item])).toEqual(item);
  });
});

describe('commonVerdict', () => {
  it('is the most frequent, and the worse of equals', () => {
    expect(commonVerdict(['empties', 'stalls', 'empties'])).toBe('empties');
    expect(commonVerdict(['empties', 'does-not-empty'])).toBe('does-not-empty');
  });
});

describe('meanLimits', () => {
  it('averages shares over all runs and instants over those in which the limit held', () => {
    const limits = meanLimits([
      [
        { kind: 'bucket', firstAtMs: 10_000, share: 0.5, allowsPerSec: 50 },
        { kind: 'gate', firstAtMs: 90_000, share: 0.2 },
      ],
      [{ kind: 'bucket', firstAtMs: 20_000, share: 0.7, allowsPerSec: 50 }],
    ]);
    expect(limits).toEqual([
      { kind: 'bucket', firstAtMs: 15_000, share: 0.6, allowsPerSec: 50 },
      { kind: 'gate', firstAtMs: 90_000, share: 0.1 },
    ]);
  });

  it('are none where no run has any', () => {
    expect(meanLimits([[], []])).toEqual([]);
  });
});
