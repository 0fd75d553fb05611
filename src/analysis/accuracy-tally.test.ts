import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_QUOTE } from '../result/run-record.ts';
import { AccuracyTally, hits10, hits20, refutes10, refutes20 } from './accuracy-tally.ts';

const all = () => true;

describe('a hit', () => {
  it.each([
    // e [s], y [s], A20, A10
    [10, 20, true, false],
    [9.999, 20, false, false],
    [25, 20, true, true],
    [25.001, 20, true, false],
    [80, 100, true, false],
    [79, 100, false, false],
    [90, 100, true, true],
    [120, 100, true, false],
    [121, 100, false, false],
    [0, 0, true, true],
    [600, 1800, false, false],
  ])('of %d s against a true wait of %d s: A20 %s, A10 %s', (eSec, ySec, a20, a10) => {
    expect(hits20(eSec * 1_000, ySec * 1_000)).toBe(a20);
    expect(hits10(eSec * 1_000, ySec * 1_000)).toBe(a10);
  });
});

describe('a refuted quote', () => {
  it.each([
    // e [s], waited so far [s], A20, A10
    [0, 10, false, true],
    [0, 10.001, true, true],
    [0, 5, false, false],
    [100, 125, false, true],
    [100, 125.001, true, true],
    [100, 112, false, true],
    [100, 111, false, false],
    [40, 50, false, true],
    [20, 30.5, true, true],
  ])('of %d s after %d s: A20 %s, A10 %s', (eSec, waitedSec, a20, a10) => {
    expect(refutes20(eSec * 1_000, waitedSec * 1_000)).toBe(a20);
    expect(refutes10(eSec * 1_000, waitedSec * 1_000)).toBe(a10);
  });

  it('could not be a hit for any wait from now on, and one that is not refuted could', () => {
    const quote = fc.integer({ min: 0, max: 10_000 }).map((sec) => sec * 1_000);
    const waited = fc.integer({ min: 0, max: 20_000_000 });
    fc.assert(
      fc.property(quote, waited, fc.integer({ min: 0, max: 20_000_000 }), (eMs, waitedMs, moreMs) => {
        if (refutes20(eMs, waitedMs)) expect(hits20(eMs, waitedMs + moreMs)).toBe(false);
        if (refutes10(eMs, waitedMs)) expect(hits10(eMs, waitedMs + moreMs)).toBe(false);
        const latestHitMs = Math.max(eMs + 10_000, Math.floor(eMs / 0.8));
        if (!refutes20(eMs, waitedMs)) expect(hits20(eMs, Math.max(waitedMs, latestHitMs))).toBe(true);
      }),
    );
  });
});

describe('AccuracyTally', () => {
  it('scores the number as shown, a missing estimate as a miss', () => {
    const tally = new AccuracyTally(1);
    // Errors: -20 s (hit), +50 s (miss), 0 s (hit), none.
    tally.addKnown(0, 100, 120_000);
    tally.addKnown(0, 100, 50_000);
    tally.addKnown(0, 30, 30_000);
    tally.addKnown(0, NO_QUOTE, 30_000);
    expect(tally.accuracy(all)).toEqual({
      a20: 2 / 4,
      a10: 1 / 4,
      optimisticShare: 1 / 3,
      answeredShare: 3 / 4,
      biasShare: 30 / 200,
      wape: 70 / 200,
      maeMs: 70_000 / 3,
      p90AbsErrorMs: expect.closeTo(50_000, -3) as number,
      quotes: 4,
      censoredShare: 0,
    });
  });

  it('counts refuted quotes of those still waiting as optimistic misses without an error', () => {
    const tally = new AccuracyTally(1);
    tally.addKnown(0, 60, 60_000);
    expect(tally.addCensored(0, 60, 80_000)).toBe(true);
    expect(tally.addCensored(0, 60, 60_000)).toBe(false);
    const accuracy = tally.accuracy(all);
    expect(accuracy).toMatchObject({
      a20: 1 / 2,
      quotes: 2,
      censoredShare: 1 / 3,
      optimisticShare: 1 / 2,
      maeMs: 0,
    });
  });

  it('misses where no estimate was given to somebody who still waits', () => {
    const tally = new AccuracyTally(1);
    expect(tally.addCensored(0, NO_QUOTE, 1_000)).toBe(true);
    expect(tally.accuracy(all)).toEqual({ a20: 0, a10: 0, answeredShare: 0, quotes: 1, censoredShare: 0 });
  });

  it('scores a quote for A10 that is refuted there and still open for A20', () => {
    const tally = new AccuracyTally(1);
    tally.addKnown(0, 100, 100_000);
    tally.addCensored(0, 100, 120_000);
    expect(tally.accuracy(all)).toMatchObject({ a20: 1, quotes: 1, a10: 1 / 2, censoredShare: 1 / 2 });
  });

  it('has nothing to say about no quotes', () => {
    expect(new AccuracyTally(2).accuracy(all)).toBeUndefined();
  });

  it('sums cells: any cut is made of the cells that belong to it', () => {
    const quote = fc.record({
      cell: fc.integer({ min: 0, max: 2 }),
      shown: fc.integer({ min: 0, max: 3_000 }),
      yMs: fc.integer({ min: 1, max: 3_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(quote, { minLength: 1, maxLength: 40 }), (quotes) => {
        const split = new AccuracyTally(3);
        const whole = new AccuracyTally(1);
        for (const { cell, shown, yMs } of quotes) {
          split.addKnown(cell, shown, yMs);
          whole.addKnown(0, shown, yMs);
        }
        expect(split.accuracy(all)).toEqual(whole.accuracy(all));
      }),
      { numRuns: 30 },
    );
  });

  it('takes the 90th percentile of absolute errors by nearest rank, within 0.4 %', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4_000_000 }), { minLength: 1, maxLength: 60 }),
        (waits) => {
          const tally = new AccuracyTally(1);
          for (const yMs of waits) tally.addKnown(0, 0, yMs);
          const exact = [...waits].sort((a, b) => a - b)[Math.ceil(0.9 * waits.length) - 1]!;
          const p90 = tally.accuracy(all)!.p90AbsErrorMs!;
          expect(Math.abs(p90 - exact)).toBeLessThanOrEqual(exact * 0.004);
        },
      ),
      { numRuns: 50 },
    );
  });
});
