import { describe, expect, it } from 'vitest';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaHistory } from '../../testing/eta-history.ts';
import { expectMultipliers } from '../../testing/eta-multiplier.ts';
import { slidingFixed } from './sliding-fixed.ts';

estimatorContract('sliding-fixed', slidingFixed);

describe('sliding-fixed', () => {
  it('is exact at a constant rate from the first second after the bucket ran dry', () => {
    const history = new EtaHistory(slidingFixed());
    history.run(1, 500 + 50);
    history.facts.dryFromSec = 1;
    for (let second = 0; second < 1000; second++) {
      history.run(1, 50);
      expect(history.quote(5000)).toBe(100);
    }
  });

  it('takes the opening burst for no rate: without a dry bucket it leaves out the second of the first admission', () => {
    const history = new EtaHistory(slidingFixed());
    history.pass(30);
    history.run(1, 500);
    expect(history.quote(5000)).toBeUndefined();
    history.run(1, 50);
    expect(history.quote(5000)).toBe(100);
  });

  it('has no clamp, no buffer and no fallback', () => {
    const history = new EtaHistory(slidingFixed());
    expect(history.quote(7)).toBeUndefined();
    history.run(100, 1);
    expect([history.quote(1_000_000), history.quote(100)]).toEqual([1_000_000, 100]);
  });

  it('follows a halved refill as its windows do', () => {
    expectMultipliers(
      slidingFixed,
      [
        [0, 0.5],
        [30, 0.584],
        [60, 0.698],
        [900, 1],
      ],
      'after a halving',
      { dryFromSec: 0 },
    );
  });

  it('goes back to having no estimate when nobody was admitted for 15 min', () => {
    const history = new EtaHistory(slidingFixed());
    history.run(10, 5);
    history.pass(899);
    expect(history.quote(10)).toBeDefined();
    history.pass(1);
    expect(history.quote(10)).toBeUndefined();
  });
});
