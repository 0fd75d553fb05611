import type { Contender, Sample } from '../testing/bench/contender.ts';
import { cpuSeconds } from '../testing/bench/cpu-clock.ts';
import { type NetworkObserver, ServiceNetwork } from './service-network.ts';

const UTILIZATION = 0.9;
const SERVICE_MS = 1000;
/** Simulated time of one call of `advance` [ms]: about 900 customers. */
const SLICE_MS = 1_000_000;

/** Sums what the peers sum: the wait of each served customer. */
class WaitSum implements NetworkObserver {
  customers = 0;
  waitSumMs = 0;

  served(_station: number, _customer: number, waitMs: number): void {
    this.customers++;
    this.waitSumMs += waitMs;
  }

  abandoned(): void {}
  refused(): void {}
}

/** Returns M/M/1 at utilization 0.9 on the general event core as a contender. */
export function station(customers: number, rounds: number): Contender {
  let replication = 0;
  return { name: 'tacos', rounds, isWarmedUp: true, run: () => mm1(customers, replication++) };
}

function mm1(customers: number, replication: number): Sample {
  const sum = new WaitSum();
  const plan = {
    servers: 1,
    serviceMs: { kind: 'exponential', mean: SERVICE_MS },
    source: { kind: 'gaps', gapMs: { kind: 'exponential', mean: SERVICE_MS / UTILIZATION } },
  } as const;
  const startedSec = cpuSeconds();
  const network = new ServiceNetwork([plan], { seed: 1, replication }, sum);
  for (let untilMs = SLICE_MS; sum.customers < customers; untilMs += SLICE_MS) network.advance(untilMs);
  const seconds = cpuSeconds() - startedSec;
  return { count: sum.customers, seconds, meanSec: (sum.waitSumMs / sum.customers + SERVICE_MS) / 1000 };
}
