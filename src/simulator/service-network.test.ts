import { describe, expect, it } from 'vitest';
import type { Distribution } from '../random/distribution.ts';
import { type NetworkObserver, type NetworkStation, ServiceNetwork } from './service-network.ts';

const exponential = (mean: number): Distribution => ({ kind: 'exponential', mean });

const TANDEM: readonly NetworkStation[] = [
  {
    servers: 2,
    serviceMs: { kind: 'lognormal', p50: 80, p90: 300 },
    patienceMs: exponential(400),
    queueLimit: 20,
    source: { kind: 'gaps', gapMs: exponential(50) },
    next: 2,
  },
  {
    servers: 1,
    serviceMs: exponential(30),
    source: { kind: 'gaps', gapMs: { kind: 'uniform', from: 40, to: 90 } },
    next: 2,
  },
  { servers: 3, serviceMs: { kind: 'fixed', value: 70 } },
];

/** One line for each customer who left a station. */
class Log implements NetworkObserver {
  readonly lines: string[] = [];

  served(station: number, customer: number, waitMs: number, nowMs: number): void {
    this.lines.push(`${station} ${customer} served ${waitMs} ${nowMs}`);
  }

  abandoned(station: number, customer: number, waitMs: number, nowMs: number): void {
    this.lines.push(`${station} ${customer} left ${waitMs} ${nowMs}`);
  }

  refused(station: number, customer: number, nowMs: number): void {
    this.lines.push(`${station} ${customer} refused ${nowMs}`);
  }
}

function run(stations: readonly NetworkStation[], seed: number, sliceMs: number, endMs = 60_000) {
  const log = new Log();
  const network = new ServiceNetwork(stations, { seed, replication: 0 }, log);
  for (let untilMs = sliceMs; untilMs <= endMs; untilMs += sliceMs) network.advance(untilMs);
  return { network, lines: log.lines };
}

describe('ServiceNetwork', () => {
  it('gives the same history whatever the slices in which the clock is moved', () => {
    const whole = run(TANDEM, 1, 60_000).lines;
    expect(whole.length).toBeGreaterThan(1000);
    expect(run(TANDEM, 1, 10).lines).toEqual(whole);
  });

  it('gives another history for another seed', () => {
    expect(run(TANDEM, 2, 60_000).lines).not.toEqual(run(TANDEM, 1, 60_000).lines);
  });

  it.each([1000, 60_000])(
    'keeps L = lambda W at every station after %i ms, from independent counters',
    (endMs) => {
      const { network } = run(TANDEM, 3, endMs, endMs);
      for (const station of [0, 1, 2]) {
        const all = network.counters(station);
        expect(all.arrived).toBe(all.refused + all.abandoned + all.served + all.waiting + all.busy);
        expect(Math.abs(all.waitSumMs - all.queueIntegralMs)).toBeLessThanOrEqual(1e-9 * all.queueIntegralMs);
        expect(Math.abs(all.serviceSumMs - all.busyIntegralMs)).toBeLessThanOrEqual(
          1e-9 * all.busyIntegralMs,
        );
      }
    },
  );

  it('sends everybody on who was served, and nobody else', () => {
    const { network } = run(TANDEM, 4, 60_000);
    expect(network.counters(2).arrived).toBe(network.counters(0).served + network.counters(1).served);
    expect(network.customers).toBe(network.counters(0).arrived + network.counters(1).arrived);
  });

  it('keeps the gaps and service times of the customers when a station gets more servers', () => {
    const plan = (servers: number): readonly NetworkStation[] => [
      { servers, serviceMs: exponential(100), source: { kind: 'gaps', gapMs: exponential(100) } },
    ];
    const sojournless = (servers: number) =>
      run(plan(servers), 5, 60_000)
        .lines.map((line) => line.split(' ').map(Number))
        .map(([, customer, , waitMs, nowMs]) => [customer, Math.round((nowMs! - waitMs!) * 1e6)])
        .sort((a, b) => a[0]! - b[0]!)
        .slice(0, 400);
    expect(sojournless(3)).toEqual(sojournless(2));
  });

  it('replays given instants, and says when nothing is left to happen', () => {
    const log = new Log();
    const atMs = Float64Array.of(5, 5, 7);
    const station: NetworkStation = {
      servers: 1,
      serviceMs: { kind: 'fixed', value: 3 },
      source: { kind: 'instants', atMs },
    };
    const network = new ServiceNetwork([station], { seed: 1, replication: 0 }, log);
    expect(network.advance(11)).toBe(true);
    expect(network.advance(Infinity)).toBe(false);
    expect(log.lines).toEqual(['0 0 served 0 8', '0 1 served 3 11', '0 2 served 4 14']);
  });

  it('lets customers in before it frees a server at the same instant', () => {
    const log = new Log();
    const atMs = Float64Array.of(5, 8);
    const station: NetworkStation = {
      servers: 1,
      queueLimit: 0,
      serviceMs: { kind: 'fixed', value: 3 },
      source: { kind: 'instants', atMs },
    };
    new ServiceNetwork([station], { seed: 1, replication: 0 }, log).advance(20);
    expect(log.lines).toEqual(['0 1 refused 8', '0 0 served 0 8']);
  });

  it('refuses instants that are not ascending', () => {
    const source = { kind: 'instants', atMs: Float64Array.of(5, 4) } as const;
    const network = new ServiceNetwork([{ servers: 1, serviceMs: exponential(1), source }], {
      seed: 1,
      replication: 0,
    });
    expect(() => network.advance(20)).toThrow(RangeError);
  });

  it('refuses a way to a station that does not exist', () => {
    const lost = [{ servers: 1, serviceMs: exponential(1), next: 1 }];
    expect(() => new ServiceNetwork(lost, { seed: 1, replication: 0 })).toThrow(RangeError);
  });
});
