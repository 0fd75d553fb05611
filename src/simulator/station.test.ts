import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sample } from '../random/distribution.ts';
import { Rng } from '../random/rng.ts';
import { departuresByRecursion } from '../testing/recursion.ts';
import { EventQueue } from './event-queue.ts';
import { ACTION_BITS, Station, type StationListener, type StationPlan } from './station.ts';

/** One station, its queue, and a log of who left it: `customer outcome@instant after wait`. */
function open(plan: StationPlan) {
  const queue = new EventQueue();
  const log: string[] = [];
  const listener: StationListener = {
    served: (_, customer, waitMs, nowMs) => log.push(`${customer} served@${nowMs} after ${waitMs}`),
    abandoned: (_, customer, waitMs, nowMs) => log.push(`${customer} left@${nowMs} after ${waitMs}`),
  };
  const station = new Station(queue, 3, plan, listener);
  const runTo = (untilMs: number): void => {
    while (queue.nextMs() <= untilMs && queue.pop()) {
      expect(queue.kind >> ACTION_BITS).toBe(3);
      station.handle(queue.kind & ((1 << ACTION_BITS) - 1), queue.id);
    }
    queue.skipTo(untilMs);
  };
  /** A customer comes at an instant, after everything due by then. */
  const come = (atMs: number, customer: number, serviceMs: number, patienceMs = Infinity) => {
    runTo(atMs);
    return station.arrive(customer, serviceMs, patienceMs);
  };
  return { station, log, runTo, come };
}

describe('Station', () => {
  it('serves first come, first served, as many at a time as there are servers', () => {
    const { log, come, runTo } = open({ servers: 2 });
    come(0, 0, 10);
    come(1, 1, 3);
    come(2, 2, 5);
    come(3, 3, 1);
    runTo(100);
    expect(log).toEqual([
      '1 served@4 after 0',
      '2 served@9 after 2',
      '0 served@10 after 0',
      '3 served@10 after 6',
    ]);
  });

  it('loses who runs out of patience, from the middle of the queue too, and nobody in service', () => {
    const { log, come, runTo, station } = open({ servers: 1 });
    come(0, 0, 10, 1);
    come(0, 1, 10, 20);
    come(0, 2, 10, 5);
    come(0, 3, 10, 15);
    runTo(100);
    expect(log).toEqual([
      '2 left@5 after 5',
      '0 served@10 after 0',
      '3 left@15 after 15',
      '1 served@20 after 10',
    ]);
    expect(station.counters()).toMatchObject({
      arrived: 4,
      served: 2,
      abandoned: 2,
      waitSumMs: 30,
      busyIntegralMs: 20,
    });
  });

  it('does not let the patience of one who was served end the wait of the next in its place', () => {
    const { log, come, runTo } = open({ servers: 1 });
    come(0, 0, 10);
    come(0, 1, 1, 12);
    come(11, 2, 20);
    come(11.5, 3, 1, 40);
    runTo(100);
    expect(log).toEqual([
      '0 served@10 after 0',
      '1 served@11 after 10',
      '2 served@31 after 0',
      '3 served@32 after 19.5',
    ]);
  });

  it('refuses who comes when every place to wait is taken', () => {
    const { come, station } = open({ servers: 1, queueLimit: 1 });
    expect([come(0, 0, 10), come(0, 1, 10), come(0, 2, 10)]).toEqual([true, true, false]);
    expect([come(10, 3, 10), come(10, 4, 10)]).toEqual([true, false]);
    expect(station.counters()).toMatchObject({ arrived: 5, refused: 2, waiting: 1, busy: 1 });
  });

  it('serves those who wait when servers are added, and lets a server finish that is taken away', () => {
    const { log, come, runTo, station } = open({ servers: 0 });
    come(0, 0, 10);
    come(0, 1, 10);
    come(0, 2, 10);
    runTo(5);
    station.setServers(2);
    runTo(6);
    station.setServers(1);
    runTo(100);
    expect(log).toEqual(['0 served@15 after 5', '1 served@15 after 5', '2 served@25 after 15']);
  });

  it('serves everybody at once when servers are without number', () => {
    const { come, runTo, station } = open({ servers: Infinity });
    for (let customer = 0; customer < 1000; customer++) come(0, customer, 10);
    runTo(10);
    expect(station.counters()).toMatchObject({ served: 1000, waitSumMs: 0, busyIntegralMs: 10_000 });
  });

  it.each([{ servers: -1 }, { servers: Number.NaN }, { servers: 1, queueLimit: -1 }])(
    'refuses a plan out of range: %o',
    (plan) => {
      expect(() => open(plan)).toThrow(RangeError);
    },
  );

  it.each([1, 2, 7])('with %i servers lets each customer go exactly when the recursion does', (servers) => {
    const customers = 20_000;
    const rng = new Rng(11, servers);
    let clockMs = 0;
    const arrivalsMs = new Float64Array(customers).map(() => {
      clockMs += sample({ kind: 'weibull', shape: 0.7, scale: 100 / servers }, rng);
      return clockMs;
    });
    const servicesMs = arrivalsMs.map(() => sample({ kind: 'lognormal', p50: 70, p90: 250 }, rng));
    const departuresMs = new Float64Array(customers);
    const queue = new EventQueue();
    const station = new Station(
      queue,
      0,
      { servers },
      {
        served: (_, customer, _waitMs, nowMs) => {
          departuresMs[customer] = nowMs;
        },
        abandoned: () => expect.unreachable(),
      },
    );
    arrivalsMs.forEach((atMs, customer) => {
      while (queue.nextMs() <= atMs && queue.pop()) station.handle(queue.kind, queue.id);
      queue.skipTo(atMs);
      station.arrive(customer, servicesMs[customer]!, Infinity);
    });
    while (queue.pop()) station.handle(queue.kind, queue.id);
    expect(departuresMs).toEqual(departuresByRecursion(arrivalsMs, servicesMs, servers));
  });

  it('keeps L = lambda W and loses nobody, at every instant of any history', () => {
    const visit = fc.record({
      gapMs: fc.integer({ min: 0, max: 8 }),
      serviceMs: fc.double({ min: 0, max: 20, noNaN: true }),
      patienceMs: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(Infinity)),
    });
    const plan = fc.record({
      servers: fc.integer({ min: 0, max: 3 }),
      queueLimit: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Infinity)),
    });
    fc.assert(
      fc.property(plan, fc.array(visit, { maxLength: 60 }), (places, visits) => {
        const { come, station } = open(places);
        let nowMs = 0;
        visits.forEach(({ gapMs, serviceMs, patienceMs }, customer) => {
          nowMs += gapMs;
          come(nowMs, customer, serviceMs, patienceMs);
          const all = station.counters();
          expect(all.arrived).toBe(customer + 1);
          expect(all.refused + all.abandoned + all.served + all.waiting + all.busy).toBe(all.arrived);
          expect(all.waitSumMs).toBeCloseTo(all.queueIntegralMs, 6);
          expect(all.serviceSumMs).toBeCloseTo(all.busyIntegralMs, 6);
        });
      }),
      { numRuns: 300, seed: 20261122 },
    );
  });
});
