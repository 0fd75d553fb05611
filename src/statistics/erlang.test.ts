import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA, erlangB, erlangC } from './erlang.ts';

/** Returns a^c/c! over the sum of a^n/n!, term by term: only for small systems. */
function directB(servers: number, offered: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n <= servers; n++) {
    term *= offered / n;
    sum += term;
  }
  return term / sum;
}

describe('Erlang B', () => {
  // Classic engineering tables: load offered, lines, blocking.
  it.each([
    [1, 1, 0.5],
    [2, 1, 0.2],
    [5, 3, 0.110054],
    [10, 5, 0.018385],
    [100, 100, 0.0757005],
  ])('of %d servers at %d Erlang is %d', (servers, offered, blocking) => {
    expect(erlangB(servers, offered)).toBeCloseTo(blocking, 6);
  });

  it('is the direct sum where that can be computed', () => {
    const load = fc.double({ min: 0.01, max: 60, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), load, (servers, offered) => {
        expect(erlangB(servers, offered) / directB(servers, offered)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('stays a probability for thousands of servers', () => {
    expect(erlangB(5000, 5000)).toBeCloseTo(Math.sqrt(2 / (Math.PI * 5000)), 3);
    expect(erlangB(5000, 1)).toBe(0);
    expect(erlangB(10, 1e6)).toBeCloseTo(1, 4);
    expect([erlangB(0, 0), erlangB(3, 0)]).toEqual([1, 0]);
  });
});

describe('Erlang C', () => {
  it.each([
    [1, 0.9, 0.9],
    [2, 1, 1 / 3],
    [10, 8, 0.40918],
    [3, 2, 4 / 9],
  ])('of %d servers at %d Erlang is %d', (servers, offered, waits) => {
    expect(erlangC(servers, offered)).toBeCloseTo(waits, 5);
  });

  it('is 1 from full load on and approaches it from below', () => {
    expect(erlangC(10, 10)).toBe(1);
    expect(erlangC(10, 25)).toBe(1);
    expect(erlangC(10, 9.999)).toBeGreaterThan(0.999);
  });
});

describe('Erlang A', () => {
  const system = { servers: 10, arrivalRate: 12, serviceRate: 1, abandonmentRate: 0.5 };

  it('with patience as long as service is M/M/infinity, whose number in the system is Poisson', () => {
    const same = erlangA({ ...system, abandonmentRate: 1 });
    let poisson = Math.exp(-12);
    let atLeastC = 1;
    let meanQueue = 0;
    for (let n = 0; n < 200; n++) {
      if (n < 10) atLeastC -= poisson;
      meanQueue += Math.max(0, n - 10) * poisson;
      poisson *= 12 / (n + 1);
    }
    expect(same.waitProbability).toBeCloseTo(atLeastC, 12);
    expect(same.meanQueue).toBeCloseTo(meanQueue, 12);
    expect(same.abandonShare).toBeCloseTo(meanQueue / 12, 12);
  });

  it('keeps Little: mean queue = arrival rate x mean wait, and lost = theta x queue', () => {
    const result = erlangA(system);
    expect(result.meanQueue).toBeCloseTo(system.arrivalRate * result.meanWait, 12);
    expect(result.abandonShare).toBeCloseTo(system.abandonmentRate * result.meanWait, 12);
  });

  it('tends to Erlang C as patience grows, to Erlang B as it vanishes', () => {
    const load = { servers: 10, arrivalRate: 8, serviceRate: 1 };
    const patient = erlangA({ ...load, abandonmentRate: 1e-9 });
    expect(patient.waitProbability).toBeCloseTo(erlangC(10, 8), 6);
    expect(patient.meanWait).toBeCloseTo(erlangC(10, 8) / 2, 6);
    expect(erlangA({ ...load, abandonmentRate: 1e9 }).abandonShare).toBeCloseTo(erlangB(10, 8), 6);
  });

  it('follows the fluid limit in deep overload: lost = 1 - c mu / lambda', () => {
    const flood = erlangA({ servers: 500, arrivalRate: 30_000, serviceRate: 1, abandonmentRate: 0.01 });
    expect(flood.abandonShare).toBeCloseTo(1 - 500 / 30_000, 9);
    expect(flood.meanQueue).toBeCloseTo((30_000 - 500) / 0.01, 3);
  });

  it('is empty without arrivals', () => {
    expect(erlangA({ ...system, arrivalRate: 0 }).meanWait).toBe(0);
  });
});
