import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdmissionLog, WINDOWS_SEC } from './admission-log.ts';

const known = { anonymous: false, beforeSec: undefined } as const;
const anonymous = { anonymous: true, beforeSec: undefined } as const;

function counts(log: AdmissionLog): readonly number[] {
  return WINDOWS_SEC.map((_, index) => log.logged(index));
}

describe('AdmissionLog', () => {
  it('counts the admissions of completed seconds exactly, up to 1,000 s back', () => {
    const perSecond = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 3 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(perSecond, fc.integer({ min: 0, max: 1000 }), (list, back) => {
        const log = new AdmissionLog(false);
        const seconds: number[] = [];
        for (const [gap, admitted] of list) {
          log.advanceTo(log.nowSec + gap);
          for (let i = 0; i < admitted; i++) {
            log.record(known);
            seconds.push(log.nowSec);
          }
        }
        const from = Math.max(0, log.nowSec - back);
        const completed = seconds.filter((second) => second >= from && second < log.nowSec);
        expect(log.completedSince(log.nowSec - back)).toBe(completed.length);
        expect([log.total, log.firstSec]).toEqual([seconds.length, seconds[0]]);
        expect(counts(log)).toEqual(
          WINDOWS_SEC.map((width) => seconds.filter((second) => second >= log.nowSec - width).length),
        );
      }),
    );
  });

  it('counts by visit every admission, named or not', () => {
    const log = new AdmissionLog(false);
    for (const admitted of [known, anonymous, anonymous, { anonymous: false, beforeSec: 0 }])
      log.record(admitted);
    expect(counts(log)).toEqual([4, 4, 4]);
  });

  it('by user, all anonymous admissions are one member: three of them are 0.0166 admissions a second', () => {
    const log = new AdmissionLog(true);
    for (const second of [0, 15, 30]) {
      log.advanceTo(second);
      log.record(anonymous);
    }
    expect(counts(log)).toEqual([1, 1, 1]);
    expect(log.total).toBe(3);
    expect(log.logged(0) / 60).toBeCloseTo(0.0166, 3);
    log.advanceTo(90);
    expect(log.logged(0)).toBe(1);
    log.advanceTo(91);
    expect(log.logged(0)).toBe(0);
  });

  it('by user, an admission of the same user moves its entry', () => {
    const log = new AdmissionLog(true);
    log.advanceTo(10);
    log.record(known);
    log.record(known);
    log.advanceTo(40);
    log.record({ anonymous: false, beforeSec: 10 });
    expect(counts(log)).toEqual([2, 2, 2]);
    log.advanceTo(71);
    expect(counts(log)).toEqual([1, 2, 2]);
  });

  it('by user, an anonymous visitor who is admitted twice is still that one member', () => {
    const log = new AdmissionLog(true);
    log.advanceTo(10);
    log.record(anonymous);
    log.advanceTo(20);
    log.record({ anonymous: true, beforeSec: 10 });
    expect(counts(log)).toEqual([1, 1, 1]);
    log.advanceTo(75);
    expect(counts(log)).toEqual([1, 1, 1]);
    log.advanceTo(81);
    expect(counts(log)).toEqual([0, 1, 1]);
  });

  it('by user, never counts less than nobody nor more than everybody', () => {
    const admissions = fc.array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.nat({ max: 4 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(admissions, (list) => {
        const log = new AdmissionLog(true);
        // Users 0 and 1 give no id: both are member -1 of the log.
        const lastOf = new Map<number, number>();
        const members = new Map<number, number>();
        for (const [gap, user] of list) {
          log.advanceTo(log.nowSec + gap);
          log.record({ anonymous: user < 2, beforeSec: lastOf.get(user) });
          lastOf.set(user, log.nowSec);
          members.set(user < 2 ? -1 : user, log.nowSec);
          const within = (width: number) =>
            [...members.values()].filter((second) => second >= log.nowSec - width).length;
          expect(counts(log)).toEqual(WINDOWS_SEC.map(within));
        }
      }),
    );
  });
});
