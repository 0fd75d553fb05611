import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB } from '../statistics/erlang.ts';
import { md1, mg1MeanWait, mmc } from '../statistics/queue-theory.ts';
import { waitAt } from '../statistics/wait-quantiles.ts';
import { FlowStation, type FlowStationPlan } from './flow-station.ts';

const TICK_MS = 100;

/** Moments of a service time of mean 1 ms: constant, exponential. */
const CONSTANT = { second: 1, third: 1 };
const EXPONENTIAL = { second: 2, third: 6 };

interface Settings extends FlowStationPlan {
  readonly servers?: number;
  readonly queues?: number;
  readonly moments?: { readonly second: number; readonly third: number };
}

/** A station of service time 1 ms, and how to let ticks with a load relative to its capacity pass. */
function open({ servers = 1, queues = 1, moments = CONSTANT, ...plan }: Settings = {}) {
  const station = new FlowStation(plan, TICK_MS);
  station.setServers({ queues, servers, speed: 1 });
  const pass = (rho: number, ticks = 1) => {
    const count = rho * TICK_MS * servers * queues;
    for (let tick = 0; tick < ticks; tick++) {
      station.advance({ count, work: count, work2: count * moments.second, work3: count * moments.third });
    }
  };
  return { station, pass };
}

describe('FlowStation at steady load', () => {
  it.each([0.3, 0.6, 0.9, 0.98])('rests at Erlang C for exponential service at utilization %d', (rho) => {
    for (const servers of [1, 2, 8]) {
      const { station, pass } = open({ servers, moments: EXPONENTIAL });
      pass(rho, 2_000);
      const theory = mmc(servers, rho * servers, 1);
      expect(station.waitMs / theory.meanWait).toBeCloseTo(1, 2);
      expect(station.law.busy / theory.exceeds(0)).toBeCloseTo(1, 2);
      const longMs = (2 * theory.meanWait) / theory.exceeds(0);
      const at95 = waitAt(station.law, 1 - theory.exceeds(longMs));
      expect(Math.abs(at95 / longMs - 1)).toBeLessThan(0.03);
    }
  });

  it.each([0.3, 0.6, 0.9, 0.98])(
    'rests at Pollaczek-Khinchine for constant service at utilization %d',
    (rho) => {
      const { station, pass } = open();
      pass(rho, 2_000);
      expect(station.waitMs / mg1MeanWait(rho, { mean: 1, variance: 0 })).toBeCloseTo(1, 2);
      expect(station.law.busy).toBeCloseTo(rho, 2);
      const at95 = waitAt(station.law, 0.95);
      expect(Math.abs(md1(rho, 1).exceeds(at95) - 0.05)).toBeLessThan(0.012);
    },
  );

  it.each([0.5, 0.9, 1.3, 3])('loses what Erlang B says where nobody may wait, at load %d', (rho) => {
    for (const servers of [1, 2, 8]) {
      const { station, pass } = open({ servers, queueLimit: 0, moments: EXPONENTIAL });
      pass(rho, 50);
      expect(station.refusedShare).toBeCloseTo(erlangB(servers, rho * servers), 2);
      expect(station.timedOutShare).toBe(0);
    }
  });

  it('serves as many as its capacity, and loses the rest, under lasting overload', () => {
    const { station, pass } = open({ queues: 3, timeoutMs: 1000 });
    pass(2.5, 100);
    expect(station.timedOutShare).toBeCloseTo(1 - 1 / 2.5, 2);
    expect(station.utilization).toBeCloseTo(1, 2);
    expect(station.departed).toBeCloseTo(3 * TICK_MS, 0);
    expect(waitAt(station.law, 0.99)).toBeLessThanOrEqual(1000);
    expect(station.waitMs).toBeGreaterThan(990);
  });

  it('turns away those for whom the abandoning leave no room', () => {
    const { station, pass } = open({ queueLimit: 2000, timeoutMs: 1000 });
    pass(3, 100);
    expect(station.refusedShare).toBeCloseTo(1 / 3, 2);
    expect(station.timedOutShare).toBeCloseTo(1 / 3, 2);
  });
});

describe('FlowStation under changing load', () => {
  it('builds the whole backlog of a jump from nothing to ten times the capacity in its first tick', () => {
    const { station, pass } = open();
    pass(0, 50);
    pass(10);
    expect(station.waitMs).toBeCloseTo(9 * TICK_MS, 0);
    pass(10);
    expect(station.waitMs).toBeCloseTo(18 * TICK_MS, 0);
  });

  it('works a backlog off by the capacity that is left', () => {
    const { station, pass } = open();
    pass(4, 5);
    pass(0.5, 10);
    expect(station.waitMs).toBeCloseTo((5 * 3 - 10 * 0.5) * TICK_MS, 0);
    pass(0, 7);
    expect(station.waitMs).toBeCloseTo((5 * 3 - 10 * 0.5 - 7) * TICK_MS, 0);
    pass(0, 10);
    expect(station.waitMs).toBeLessThan(1);
  });

  it('loses no work: what comes is done, lost or still waiting', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 5, maxLength: 60 }),
        fc.constantFrom(1, 2, 8),
        (loads, servers) => {
          const { station, pass } = open({ servers });
          let came = 0;
          let done = 0;
          for (const rho of loads) {
            pass(rho);
            came += rho * TICK_MS * servers;
            done += station.doneMs;
          }
          const waiting = station.waitMs * servers;
          // A tick's noise may be done in the next, and a queue at rest holds what its formula says.
          expect(Math.abs(came - done - waiting)).toBeLessThan(0.02 * came + 2 * TICK_MS * servers);
        },
      ),
    );
  });

  it('never gives a share, probability or wait outside its range', () => {
    const load = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 50, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(load, { minLength: 1, maxLength: 40 }),
        fc.constantFrom<Settings>(
          {},
          { queueLimit: 0 },
          { queueLimit: 7, timeoutMs: 3 },
          { timeoutMs: 250, servers: 8 },
        ),
        (loads, settings) => {
          const { station, pass } = open({ ...settings, moments: EXPONENTIAL });
          for (const rho of loads) {
            pass(rho);
            const { busy, mean, variance } = station.law;
            for (const share of [busy, station.refusedShare, station.timedOutShare, station.utilization]) {
              expect(share).toBeGreaterThanOrEqual(0);
              expect(share).toBeLessThanOrEqual(1);
            }
            for (const amount of [
              mean,
              variance,
              station.waitMs,
              station.departed,
              waitAt(station.law, 0.95),
            ]) {
              expect(amount).toBeGreaterThanOrEqual(0);
              expect(amount).toBeLessThan(Infinity);
            }
            expect(station.waitMs).toBeLessThanOrEqual((settings.timeoutMs ?? Infinity) + 1e-6);
          }
        },
      ),
    );
  });

  it('halves the mean wait when the queues double, since new ones are empty', () => {
    const { station, pass } = open({ queues: 4 });
    pass(5, 3);
    const beforeMs = station.waitMs;
    station.setServers({ queues: 8, servers: 1, speed: 1 });
    expect(station.waitMs).toBeCloseTo(beforeMs / 2, 6);
    station.setServers({ queues: 2, servers: 1, speed: 1 });
    expect(station.waitMs).toBeCloseTo(beforeMs / 2, 6);
    station.setServers({ queues: 2, servers: 1, speed: 2 });
    expect(station.waitMs).toBeCloseTo(beforeMs / 4, 6);
  });

  it('makes those who come while nobody is served wait for the end, if their patience lasts', () => {
    const { station, pass } = open({ timeoutMs: 500 });
    pass(0.5, 20);
    for (let tick = 0; tick < 20; tick++) station.stall({ count: 50, work: 50, work2: 50, work3: 50 });
    expect(station.waitMs).toBeCloseTo(250, 0);
    station.expectStalled(800);
    expect(station.timedOutShare).toBe(1);
    station.expectStalled(200);
    expect(station.timedOutShare).toBe(0);
    expect(station.law.mean).toBeCloseTo(200 + 150, 0);
    station.resume();
    expect(station.law.mean).toBeCloseTo(250, 0);
  });
});
