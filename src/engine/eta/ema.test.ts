import { describe, expect, it } from 'vitest';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaHistory } from '../../testing/eta-history.ts';
import { ema } from './ema.ts';

estimatorContract('ema, half-life 60 s', () => ema(60_000));
estimatorContract('ema, half-life 1 s', () => ema(1000));

describe('ema', () => {
  it('has no estimate before a second with an admission is complete', () => {
    const history = new EtaHistory(ema(60_000));
    history.pass(20);
    expect(history.quote(10)).toBeUndefined();
    history.admit(50);
    expect(history.quote(10)).toBeUndefined();
    history.pass(1);
    expect(history.quote(100)).toBe(2);
  });

  it.each([1000, 60_000, 900_000])(
    'is right from the first second at a constant rate, half-life %d ms',
    (halfLifeMs) => {
      const history = new EtaHistory(ema(halfLifeMs));
      history.pass(7);
      for (let second = 0; second < 1000; second++) {
        history.run(1, 50);
        expect(history.quote(5000)).toBe(100);
      }
    },
  );

  it('has gone half the way to a new rate after one half-life', () => {
    const history = new EtaHistory(ema(10_000));
    history.run(1000, 100);
    history.run(10, 50);
    expect(history.quote(75_000)).toBe(1000);
    history.run(10, 50);
    expect(history.quote(62_500)).toBe(1000);
  });

  it('has nothing to say, rather than an endless time, a thousand half-lives after the last admission', () => {
    const history = new EtaHistory(ema(1000));
    history.run(10, 50);
    history.pass(1000);
    for (let second = 0; second < 100; second++) {
      history.pass(1);
      expect(history.quote(300_000) ?? 0).toBeLessThan(Number.POSITIVE_INFINITY);
    }
    expect(history.quote(300_000)).toBeUndefined();
  });
});
