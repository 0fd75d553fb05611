import { describe, expect, it } from 'vitest';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaHistory } from '../../testing/eta-history.ts';
import { ql } from './ql.ts';

estimatorContract('ql', () => ql);

describe('ql', () => {
  it.each([
    { refillPerSec: 50, capacityTokens: 500, clockResolutionMs: 1, ahead: 5000, sec: 100 },
    { refillPerSec: 200, capacityTokens: 100, clockResolutionMs: 1000, ahead: 5000, sec: 50 },
    { refillPerSec: 200, capacityTokens: 100, clockResolutionMs: 2000, ahead: 5000, sec: 100 },
    { refillPerSec: 50, capacityTokens: 500, clockResolutionMs: 1000, ahead: 0, sec: 0 },
  ])(
    '$ahead active ahead, refill $refillPerSec/s into $capacityTokens per $clockResolutionMs ms: $sec s',
    (trial) => {
      const { ahead, sec, ...known } = trial;
      expect(new EtaHistory(ql, known).quote(ahead + 1)).toBe(sec);
    },
  );

  it('counts the active ahead, not the position', () => {
    expect(new EtaHistory(ql).quote(10_000, 500)).toBe(10);
  });

  it('has no estimate in a pause and without a bucket, and one again afterwards', () => {
    const history = new EtaHistory(ql);
    const quotes = [50, 0, undefined, 25].map((refillPerSec) => {
      history.facts.refillPerSec = refillPerSec;
      return history.quote(101);
    });
    expect(quotes).toEqual([2, undefined, undefined, 4]);
  });
});
