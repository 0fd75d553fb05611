import { describe, expect, it } from 'vitest';
import { type Distribution, meanOf, varianceOf } from '../random/distribution.ts';
import { erlangA, erlangB } from '../statistics/erlang.ts';
import { meanInterval } from '../statistics/output-analysis.ts';
import { md1, mg1MeanWait, mm1, mmc } from '../statistics/queue-theory.ts';
import { type Tally, type TallyPlan, tally } from '../testing/network-tally.ts';
import type { NetworkStation } from './service-network.ts';

const REPLICATIONS = 20;
const SEED = 20261122;
/** Counted in one replication, after a tenth as many that are not. */
const CUSTOMERS = 40_000;
const SERVICE_MS = 100;

const exponential = (mean: number): Distribution => ({ kind: 'exponential', mean });
const poisson = (perMs: number) => ({ kind: 'gaps', gapMs: exponential(1 / perMs) }) as const;

function replicate(stations: readonly NetworkStation[], plan: TallyPlan): readonly Tally[] {
  return Array.from({ length: REPLICATIONS }, (_, replication) =>
    tally(stations, { seed: SEED, replication }, plan),
  );
}

/**
 * Expects the 99.9 % interval of independent replications to cover theory, and to be narrow enough to mean something:
 * its half-width at most `precision` of the theory.
 */
function expectCovers(values: readonly number[], theory: number, precision: number): void {
  const interval = meanInterval(values, 0.999)!;
  expect(interval.halfWidth!).toBeLessThan(precision * theory);
  expect(Math.abs(interval.mean - theory)).toBeLessThan(interval.halfWidth!);
}

const once = (longMs: number, customers = CUSTOMERS, warmup = 4000): TallyPlan => ({
  station: 0,
  warmup,
  customers,
  longMs,
});

describe('a station agrees with queueing theory', () => {
  it.each([0.5, 0.8, 0.9])('M/M/1 at utilization %d: mean wait and P(wait > t)', (rho) => {
    const theory = mm1(rho / SERVICE_MS, 1 / SERVICE_MS);
    const station = { servers: 1, serviceMs: exponential(SERVICE_MS), source: poisson(rho / SERVICE_MS) };
    const runs = replicate([station], once(500));
    expectCovers(
      runs.map((run) => run.meanWaitMs),
      theory.meanWait,
      0.12,
    );
    expectCovers(
      runs.map((run) => run.longShare),
      theory.exceeds(500),
      0.2,
    );
    const counted = REPLICATIONS * CUSTOMERS;
    const sd =
      (SERVICE_MS * Math.sqrt(rho * (2 + 5 * rho - 4 * rho ** 2 + rho ** 3))) /
      (1 - rho) ** 2 /
      Math.sqrt(counted);
    const z = (meanInterval(runs.map((run) => run.meanWaitMs))!.mean - theory.meanWait) / sd;
    expect(Math.abs(z)).toBeLessThan(4);
  });

  it.each([
    { servers: 2, rho: 0.85, precision: 0.1 },
    { servers: 10, rho: 0.9, precision: 0.15 },
    { servers: 100, rho: 0.95, precision: 0.4 },
  ])('M/M/$servers at utilization $rho: mean wait and P(wait > t)', ({ servers, rho, precision }) => {
    const perMs = (servers * rho) / SERVICE_MS;
    const theory = mmc(servers, perMs, 1 / SERVICE_MS);
    const longMs = theory.meanWait;
    const station = { servers, serviceMs: exponential(SERVICE_MS), source: poisson(perMs) };
    const runs = replicate([station], once(longMs));
    expectCovers(
      runs.map((run) => run.meanWaitMs),
      theory.meanWait,
      precision,
    );
    expectCovers(
      runs.map((run) => run.longShare),
      theory.exceeds(longMs),
      precision,
    );
  });

  it('M/D/1: mean wait and P(wait > t)', () => {
    const theory = md1(0.8 / SERVICE_MS, SERVICE_MS);
    const station = {
      servers: 1,
      serviceMs: { kind: 'fixed', value: SERVICE_MS },
      source: poisson(0.8 / SERVICE_MS),
    } as const;
    const runs = replicate([station], once(250));
    expectCovers(
      runs.map((run) => run.meanWaitMs),
      theory.meanWait,
      0.05,
    );
    expectCovers(
      runs.map((run) => run.longShare),
      theory.exceeds(250),
      0.05,
    );
  });

  it('M/G/1 with lognormal service: mean wait by Pollaczek-Khinchine', () => {
    const serviceMs: Distribution = { kind: 'lognormal', p50: 80, p90: 200 };
    const perMs = 0.7 / meanOf(serviceMs);
    const theoryMs = mg1MeanWait(perMs, { mean: meanOf(serviceMs), variance: varianceOf(serviceMs) });
    const runs = replicate([{ servers: 1, serviceMs, source: poisson(perMs) }], once(0));
    expectCovers(
      runs.map((run) => run.meanWaitMs),
      theoryMs,
      0.05,
    );
  });

  it.each([
    { servers: 10, rho: 1.2, patienceMs: 200 },
    { servers: 100, rho: 1, patienceMs: 100 },
  ])(
    'M/M/$servers+M at load $rho: share that gives up, and mean wait of all',
    ({ servers, rho, patienceMs }) => {
      const perMs = (servers * rho) / SERVICE_MS;
      const theory = erlangA({
        servers,
        arrivalRate: perMs,
        serviceRate: 1 / SERVICE_MS,
        abandonmentRate: 1 / patienceMs,
      });
      const station = {
        servers,
        serviceMs: exponential(SERVICE_MS),
        patienceMs: exponential(patienceMs),
        source: poisson(perMs),
      };
      const runs = replicate([station], once(0));
      expectCovers(
        runs.map((run) => run.abandoned / CUSTOMERS),
        theory.abandonShare,
        0.1,
      );
      expectCovers(
        runs.map((run) => run.meanWaitMs),
        theory.meanWait,
        0.1,
      );
    },
  );

  it('M/M/100/100 at 100 Erlang blocks as Erlang B says, whatever the law of service', () => {
    for (const serviceMs of [exponential(SERVICE_MS), { kind: 'fixed', value: SERVICE_MS } as const]) {
      const station = { servers: 100, queueLimit: 0, serviceMs, source: poisson(100 / SERVICE_MS) };
      const runs = replicate([station], once(0, 20_000));
      expectCovers(
        runs.map((run) => run.refused / 20_000),
        erlangB(100, 100),
        0.1,
      );
    }
  });

  it('M/M/2/3 refuses and delays as its four states say', () => {
    const load = 1.5;
    const weights = [1, load, load ** 2 / 2, load ** 3 / 4];
    const total = weights.reduce((sum, weight) => sum + weight);
    const refusedShare = weights[3]! / total;
    const meanWaitMs = (weights[3]! / total / (load * (1 - refusedShare))) * SERVICE_MS;
    const station = {
      servers: 2,
      queueLimit: 1,
      serviceMs: exponential(SERVICE_MS),
      source: poisson(load / SERVICE_MS),
    };
    const runs = replicate([station], once(0, 20_000));
    expectCovers(
      runs.map((run) => run.refused / 20_000),
      refusedShare,
      0.03,
    );
    expectCovers(
      runs.map((run) => run.meanWaitMs),
      meanWaitMs,
      0.03,
    );
  });

  it('two stations in a row each behave as if they were alone (Burke, Jackson)', () => {
    const perMs = 0.7 / SERVICE_MS;
    const secondMs = 110;
    const stations = [
      { servers: 1, serviceMs: exponential(SERVICE_MS), source: poisson(perMs), next: 1 },
      { servers: 1, serviceMs: exponential(secondMs) },
    ];
    const theory = mm1(perMs, 1 / secondMs);
    const runs = replicate(stations, { ...once(300), station: 1 });
    expectCovers(
      runs.map((run) => run.meanWaitMs),
      theory.meanWait,
      0.08,
    );
    expectCovers(
      runs.map((run) => run.longShare),
      theory.exceeds(300),
      0.08,
    );
  });
});
