import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveRefillPerSec, TokenBucket } from './token-bucket.ts';

/** Asks up to `asks` times at an instant and returns how many tokens were given. */
function takeUpTo(bucket: TokenBucket, atMs: number, asks: number): number {
  let given = 0;
  for (let i = 0; i < asks; i++) if (bucket.take(atMs)) given++;
  return given;
}

function bucketOf(capacityTokens: number, refillPerSec: number, clockResolutionMs = 1): TokenBucket {
  return new TokenBucket({ capacityTokens, refillPerSec, clockResolutionMs }, 0);
}

/** Rates in whole thousandths of a token per second. */
const rates = fc.integer({ min: 0, max: 100_000 }).map((milli) => milli / 1000);

describe('TokenBucket, step by step', () => {
  it.each([
    {
      what: '3 tokens, 2/s, clock of 1 ms',
      bucket: () => bucketOf(3, 2),
      // [instant ms, asks, given, left]
      steps: [
        [0, 4, 3, 0],
        [499, 1, 0, 0],
        [500, 1, 1, 0],
        [1000, 2, 1, 0],
        [1250, 1, 0, 0],
        [1750, 2, 1, 0],
        [2000, 1, 1, 0],
        [9000, 5, 3, 0],
        [10_100, 1, 1, 1],
        [10_200, 0, 0, 1],
        [99_000, 0, 0, 3],
        [99_000, 1, 1, 2],
      ],
    },
    {
      what: '3 tokens, 2/s, clock of 1 s: what a second earns comes at its end, all at once',
      bucket: () => bucketOf(3, 2, 1000),
      steps: [
        [0, 4, 3, 0],
        [999, 1, 0, 0],
        [1000, 3, 2, 0],
        [1999, 1, 0, 0],
        [2500, 3, 2, 0],
        [2999, 1, 0, 0],
        [3000, 1, 1, 1],
        [5000, 9, 3, 0],
      ],
    },
    {
      what: '1 token, one in 3 s: thirds add up to a whole',
      bucket: () => bucketOf(1, 1 / 3),
      steps: [
        [0, 2, 1, 0],
        [1000, 1, 0, 0],
        [2000, 1, 0, 0],
        [3000, 1, 0, 0],
        [3001, 1, 1, 0],
      ],
    },
    {
      what: 'no refill: only what was in it',
      bucket: () => bucketOf(2, 0),
      steps: [
        [5, 1, 1, 1],
        [1_000_000, 3, 1, 0],
        [2_000_000_000, 1, 0, 0],
      ],
    },
  ])('$what', ({ bucket, steps }) => {
    const subject = bucket();
    const answers = steps.map(([atMs, asks]) => {
      const given = takeUpTo(subject, atMs!, asks!);
      return [atMs, asks, given, subject.tokensAt(atMs!)];
    });
    expect(answers).toEqual(steps);
  });

  it('starts full at its instant, whatever the step of its clock', () => {
    const bucket = new TokenBucket({ capacityTokens: 2, refillPerSec: 1, clockResolutionMs: 1000 }, 2700);
    expect([takeUpTo(bucket, 2700, 3), takeUpTo(bucket, 2999, 1), takeUpTo(bucket, 3000, 2)]).toEqual([
      2, 0, 1,
    ]);
  });

  it('pays the old rate up to a change and the new one after it', () => {
    const bucket = bucketOf(100, 10);
    takeUpTo(bucket, 0, 100);
    bucket.setRefill(20, 500);
    expect(bucket.tokensAt(500)).toBe(5);
    expect(bucket.tokensAt(1000)).toBe(15);
    bucket.setRefill(0, 1000);
    expect([takeUpTo(bucket, 60_000, 99), bucket.take(3_600_000)]).toEqual([15, false]);
    bucket.setRefill(1, 3_600_000);
    expect([bucket.take(3_600_999), bucket.take(3_601_000)]).toEqual([false, true]);
  });

  it('takes a change inside a step of its clock from the beginning of that step', () => {
    const bucket = bucketOf(100, 10, 1000);
    takeUpTo(bucket, 0, 100);
    bucket.setRefill(30, 1500);
    expect([bucket.tokensAt(1999), bucket.tokensAt(2000)]).toEqual([10, 40]);
  });

  it('shows what it holds without moving its refill instant', () => {
    const bucket = bucketOf(5, 1);
    takeUpTo(bucket, 0, 5);
    for (let ms = 0; ms < 1000; ms++) expect(bucket.tokensAt(ms)).toBe(0);
    expect(bucket.take(1000)).toBe(true);
  });
});

describe('TokenBucket, under one clock', () => {
  const histories = fc.record({
    capacity: fc.integer({ min: 1, max: 20 }),
    refillPerSec: rates,
    stepMs: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2000 })),
    asks: fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 6 })), {
      maxLength: 60,
    }),
  });

  it('never gives more in any window than capacity + refill x (window + clock step)', () => {
    fc.assert(
      fc.property(histories, ({ capacity, refillPerSec, stepMs, asks }) => {
        const bucket = bucketOf(capacity, refillPerSec, stepMs);
        const givenAtMs: number[] = [];
        let nowMs = 0;
        for (const [gapMs, wanted] of asks) {
          nowMs += gapMs;
          for (let i = takeUpTo(bucket, nowMs, wanted); i > 0; i--) givenAtMs.push(nowMs);
        }
        for (let from = 0; from < givenAtMs.length; from++) {
          for (let to = from; to < givenAtMs.length; to++) {
            const windowMs = givenAtMs[to]! - givenAtMs[from]!;
            const most = capacity + (refillPerSec * (windowMs + stepMs)) / 1000;
            expect(to - from + 1).toBeLessThanOrEqual(most + 1e-9);
          }
        }
      }),
    );
  });

  it('never holds less than nothing nor more than its capacity', () => {
    fc.assert(
      fc.property(histories, rates, ({ capacity, refillPerSec, stepMs, asks }, otherRate) => {
        const bucket = bucketOf(capacity, refillPerSec, stepMs);
        let nowMs = 0;
        for (const [gapMs, wanted] of asks) {
          nowMs += gapMs;
          const before = bucket.tokensAt(nowMs);
          expect(takeUpTo(bucket, nowMs, wanted)).toBe(Math.min(wanted, before));
          if (wanted === 3) bucket.setRefill(otherRate, nowMs);
          expect(bucket.tokensAt(nowMs)).toBeGreaterThanOrEqual(0);
          expect(bucket.tokensAt(nowMs)).toBeLessThanOrEqual(capacity);
        }
      }),
    );
  });

  it('credited every ms or only at the end, it holds exactly the same', () => {
    const spans = fc.integer({ min: 0, max: 4000 });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), spans, spans, (perSec, idleMs, watchMs) => {
        const eager = bucketOf(700, perSec);
        const lazy = bucketOf(700, perSec);
        takeUpTo(eager, 0, 700);
        takeUpTo(lazy, 0, 700);
        for (let ms = 1; ms <= idleMs; ms++) eager.setRefill(perSec, ms);
        for (let ms = idleMs; ms <= idleMs + watchMs; ms += 7) {
          expect(lazy.tokensAt(ms)).toBe(eager.tokensAt(ms));
        }
        const endMs = idleMs + watchMs;
        expect(takeUpTo(lazy, endMs, 800)).toBe(takeUpTo(eager, endMs, 800));
      }),
      { numRuns: 60 },
    );
  });
});

describe('what a bucket can really give', () => {
  it.each([
    { refill: 50, capacity: 500, stepMs: 1, perSec: 50 },
    { refill: 50, capacity: 500, stepMs: 1000, perSec: 50 },
    { refill: 200, capacity: 100, stepMs: 1000, perSec: 100 },
    { refill: 200, capacity: 100, stepMs: 2000, perSec: 50 },
    { refill: 0, capacity: 100, stepMs: 1000, perSec: 0 },
  ])('$refill/s into $capacity by a clock of $stepMs ms gives $perSec/s', (trial) => {
    const { refill, capacity, stepMs, perSec } = trial;
    expect(effectiveRefillPerSec(refill, capacity, stepMs)).toBe(perSec);
    const bucket = bucketOf(capacity, refill, stepMs);
    let given = 0;
    for (let ms = 0; ms <= 20_000; ms += 5) given += takeUpTo(bucket, ms, capacity + 1);
    expect(given).toBe(capacity + perSec * 20);
  });

  it('is more than the window law allows when pods with different clocks share it', () => {
    const bucket = bucketOf(10, 10);
    let given = 0;
    for (let ms = 1000; ms <= 11_000; ms += 10) {
      const podMs = ms + ((ms / 10) % 2 === 0 ? 500 : -500);
      given += takeUpTo(bucket, podMs, 20);
    }
    expect(given).toBeGreaterThan(2 * (10 + 10 * 10.001));
  });

  it('is not raised by a pod that only lags: the instant goes back and comes forward once', () => {
    const bucket = bucketOf(10, 10);
    takeUpTo(bucket, 1000, 10);
    expect([bucket.take(500), bucket.take(1000), bucket.tokensAt(1000)]).toEqual([false, true, 4]);
  });
});
