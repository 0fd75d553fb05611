import { describe, expect, it } from 'vitest';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaHistory } from '../../testing/eta-history.ts';
import { expectMultipliers } from '../../testing/eta-multiplier.ts';
import { movingCount } from './moving-count.ts';

estimatorContract('moving-count', () => movingCount);

describe('moving-count, published samples', () => {
  it('no history, position 7: 14 s', () => {
    expect(new EtaHistory(movingCount).quote(7)).toBe(14);
  });

  it('one admission in the last minute, position 17: 600 s; and 14 s for position 7 again when it is forgotten', () => {
    const history = new EtaHistory(movingCount);
    history.admit(1);
    history.pass(59);
    expect(history.quote(17)).toBe(600);
    history.pass(2);
    expect(history.quote(7)).toBe(14);
  });

  it('60 admissions in the last minute, position 5: 5 s', () => {
    const history = new EtaHistory(movingCount);
    history.run(60, 1);
    expect(history.quote(5)).toBe(5);
  });

  it('three anonymous admissions in a log by user are one: position 9 is told 594 s instead of 198 s', () => {
    const [byUser, byVisit] = [true, false].map((collapsed) => {
      const history = new EtaHistory(movingCount, {}, collapsed);
      for (let i = 0; i < 3; i++) {
        history.facts.log.record({ anonymous: true, beforeSec: undefined });
        history.pass(5);
      }
      return history.quote(9);
    });
    expect([byUser, byVisit]).toEqual([594, 198]);
  });
});

describe('moving-count at a constant true rate', () => {
  it('is 66 times too long after one second, and stays 10 % too long after one minute', () => {
    expectMultipliers(
      () => movingCount,
      [
        [1, 66],
        [5, 13.2],
        [10, 6.6],
        [30, 2.2],
        [60, 1.1],
        [300, 1.1],
      ],
    );
  });

  it('is too short by up to 45 % for a minute after the refill halves', () => {
    expectMultipliers(
      () => movingCount,
      [
        [0, 0.55],
        [15, 0.63],
        [30, 0.73],
        [60, 1.1],
        [120, 1.1],
      ],
      'after a halving',
    );
  });

  it('divides 61 seconds by 60 at the end of a second, which is 1.6 % less', () => {
    const history = new EtaHistory(movingCount);
    history.run(100, 600);
    expect(history.quote(300_000)).toBe(550);
    history.admit(600);
    expect(history.quote(300_000)).toBe(Math.trunc((550 * 60) / 61));
  });
});
