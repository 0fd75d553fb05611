import {
  type Distribution,
  meanOf,
  quantileOf,
  sample,
  thirdMomentOf,
  varianceOf,
} from '../random/distribution.ts';
import { Rng } from '../random/rng.ts';
import { EventQueue } from '../simulator/event-queue.ts';
import { FlowStation } from '../simulator/flow-station.ts';
import { ACTION_BITS, Station } from '../simulator/station.ts';
import { LogHistogram } from '../statistics/log-histogram.ts';
import { fillWaits } from '../statistics/wait-quantiles.ts';

const TICK_MS = 100;
const POINTS = 256;

/** The same arrivals through queues in flow fidelity and as true queues. */
export interface ComparisonPlan {
  readonly queues: number;
  readonly servers: number;
  readonly serviceMs: Distribution;
  readonly queueLimit?: number;
  readonly timeoutMs?: number;
  /** Offered load over capacity at an instant. */
  readonly rhoAt: (ms: number) => number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly seed: number;
}

/** Those who came from `fromMs` to `untilMs`: sojourn of the served [ms], shares of the others. */
export interface Outcome {
  readonly meanMs: number;
  readonly p95Ms: number;
  readonly refused: number;
  readonly timedOut: number;
}

/** Returns both outcomes of one replication. */
export function compare(plan: ComparisonPlan): { readonly flow: Outcome; readonly request: Outcome } {
  const atMs = arrivals(plan);
  return { flow: byFlow(plan, atMs), request: byRequest(plan, atMs) };
}

/** Poisson with the rate of the plan, piecewise constant over each tick. */
function arrivals(plan: ComparisonPlan): readonly number[] {
  const rng = new Rng(plan.seed, 1);
  const capacity = (plan.queues * plan.servers) / meanOf(plan.serviceMs);
  const out: number[] = [];
  for (let tick = 0; tick < plan.untilMs; tick += TICK_MS) {
    const rate = capacity * plan.rhoAt(tick);
    if (rate <= 0) continue;
    for (let ms = rng.exponential() / rate; ms < TICK_MS; ms += rng.exponential() / rate) out.push(tick + ms);
  }
  return out;
}

function byFlow(plan: ComparisonPlan, atMs: readonly number[]): Outcome {
  const { serviceMs } = plan;
  const station = new FlowStation(plan, TICK_MS);
  station.setServers({ queues: plan.queues, servers: plan.servers, speed: 1 });
  const second = varianceOf(serviceMs) + meanOf(serviceMs) ** 2;
  const levels = Float64Array.from({ length: POINTS }, (_, i) => (i + 0.5) / POINTS);
  const services = levels.map((_, i) => quantileOf(serviceMs, (((i * 97) % POINTS) + 0.5) / POINTS));
  const waits = new Float64Array(POINTS);
  const histogram = new LogHistogram(0.001, 1e7);
  let [refused, timedOut, came, next] = [0, 0, 0, 0];
  for (let tick = 0; tick < plan.untilMs; tick += TICK_MS) {
    let count = 0;
    while (next < atMs.length && atMs[next]! < tick + TICK_MS) {
      next++;
      count++;
    }
    if (tick >= plan.fromMs && count > 0) {
      came += count;
      refused += count * station.refusedShare;
      timedOut += count * station.timedOutShare;
      fillWaits(station.law, levels, waits);
      for (let i = 0; i < POINTS; i++) waits[i]! += services[i]!;
      const served = 1 - station.refusedShare - station.timedOutShare;
      if (served > 0) histogram.addAll(waits, 0, POINTS, (count * served) / POINTS);
    }
    station.advance({
      count,
      work: count * meanOf(serviceMs),
      work2: count * second,
      work3: count * thirdMomentOf(serviceMs),
    });
  }
  return {
    meanMs: histogram.mean()!,
    p95Ms: histogram.quantile(0.95)!,
    refused: refused / came,
    timedOut: timedOut / came,
  };
}

function byRequest(plan: ComparisonPlan, atMs: readonly number[]): Outcome {
  const rng = new Rng(plan.seed, 2);
  const queue = new EventQueue();
  const histogram = new LogHistogram(0.001, 1e7);
  const serviceMs: number[] = [];
  const counts = (customer: number) => atMs[customer]! >= plan.fromMs;
  let [refused, timedOut, came] = [0, 0, 0];
  const listener = {
    served: (_: number, customer: number, waitMs: number) => {
      if (counts(customer)) histogram.add(waitMs + serviceMs[customer]!, 1);
    },
    abandoned: (_: number, customer: number) => {
      if (counts(customer)) timedOut++;
    },
  };
  const stations = Array.from({ length: plan.queues }, (_, i) => new Station(queue, i, plan, listener));
  const runTo = (untilMs: number) => {
    while (queue.nextMs() <= untilMs && queue.pop()) {
      stations[queue.kind >> ACTION_BITS]!.handle(queue.kind & ((1 << ACTION_BITS) - 1), queue.id);
    }
  };
  for (let customer = 0; customer < atMs.length; customer++) {
    runTo(atMs[customer]!);
    queue.skipTo(atMs[customer]!);
    serviceMs.push(sample(plan.serviceMs, rng));
    if (counts(customer)) came++;
    const station = stations[rng.below(plan.queues)]!;
    const isIn = station.arrive(customer, serviceMs[customer]!, plan.timeoutMs ?? Infinity);
    if (!isIn && counts(customer)) refused++;
  }
  runTo(Infinity);
  return {
    meanMs: histogram.mean()!,
    p95Ms: histogram.quantile(0.95)!,
    refused: refused / came,
    timedOut: timedOut / came,
  };
}
