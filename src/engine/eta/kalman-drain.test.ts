import { describe, expect, it } from 'vitest';
import { substream } from '../../random/rng.ts';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaDrain } from '../../testing/eta-drain.ts';
import { kalmanDrain, PointerFilter } from './kalman-drain.ts';

estimatorContract('kalman-drain', kalmanDrain);

describe('kalman-drain', () => {
  it('leaves out the second of the first admission, which may be a burst, and is exact after two more', () => {
    const drain = new EtaDrain({ estimators: ['kalman-drain'], people: 6000, perSec: 50 });
    drain.second(500);
    drain.second(50);
    expect(drain.quote('kalman-drain', 5000)).toBeUndefined();
    drain.second(50);
    // The pointer stands at the middle of the second's fifty: slot 574.5.
    expect(drain.quote('kalman-drain', 5000)).toBe(Math.round((5000 - 574.5) / 50));
  });

  it('slows to a stop, and then says nothing, when nobody is let in any more', () => {
    const drain = new EtaDrain({ estimators: ['kalman-drain'], people: 6000, perSec: 50 });
    for (let second = 0; second < 60; second++) drain.second(50);
    const before = drain.quote('kalman-drain', 5999) ?? 0;
    for (let second = 0; second < 60; second++) drain.second(0);
    expect(drain.quote('kalman-drain', 5999) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(3 * before);
  });
});

describe('PointerFilter', () => {
  it('finds a speed through noise of which nobody has told it the size', () => {
    const rng = substream(3, 0, 'refill-noise');
    const filter = new PointerFilter();
    for (let second = 0; second < 900; second++) filter.read(40 * second + 60 * rng.normal());
    expect(Math.abs(filter.speedPerSec / 40 - 1)).toBeLessThan(0.03);
    expect(Math.abs(filter.pointer - 40 * 899)).toBeLessThan(40);
  });

  it('follows a speed that doubles', () => {
    const filter = new PointerFilter();
    for (let second = 0; second < 300; second++) filter.read(20 * second);
    for (let second = 0; second < 60; second++) filter.read(20 * 299 + 40 * (second + 1));
    expect(Math.abs(filter.speedPerSec / 40 - 1)).toBeLessThan(0.02);
  });
});
