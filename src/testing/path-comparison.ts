import { Rng } from '../random/rng.ts';
import { FAILURES } from '../result/cluster-record.ts';
import type { InfrastructurePlan } from '../scenario/infrastructure-plan.ts';
import { FlowPath } from '../simulator/flow-path.ts';
import { RequestPath } from '../simulator/request-path.ts';
import { type PathCapacity, type PathUse, TICK_MS } from '../simulator/service-path.ts';
import { LogHistogram } from '../statistics/log-histogram.ts';

/** The same requests through a path in flow fidelity and in request fidelity. */
export interface PathComparisonPlan {
  readonly infrastructure: InfrastructurePlan;
  readonly requestsPerSecAt: (ms: number) => number;
  /** Share of each kind; adds up to 1. */
  readonly mix: readonly number[];
  readonly capacityAt: (ms: number) => PathCapacity;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly seed: number;
}

/** Requests sent from `fromMs` to `untilMs`, failures included with their delay. */
export interface PathOutcome {
  readonly meanMs: number;
  readonly p95Ms: number;
  /** By name in FAILURES: share of all requests. */
  readonly failed: Readonly<Record<string, number>>;
  readonly use: PathUse;
}

/** Returns both outcomes of one replication. */
export function comparePaths(plan: PathComparisonPlan): {
  readonly flow: PathOutcome;
  readonly request: PathOutcome;
} {
  const flow = new FlowPath(plan.infrastructure);
  const book = new Book();
  const request = new RequestPath(plan.infrastructure, { seed: plan.seed, replication: 0 }, book);
  const rng = new Rng(plan.seed, 7);
  let came = 0;
  for (let ms = 0; ms < plan.untilMs; ms += TICK_MS) {
    const capacity = plan.capacityAt(ms);
    flow.tick(ms, capacity);
    request.tick(ms, capacity);
    if (ms === plan.fromMs) {
      flow.latency.second.clear();
      flow.takeUse();
      request.takeUse();
    }
    const perMs = plan.requestsPerSecAt(ms) / 1000;
    let ticket = 0;
    for (let at = rng.exponential() / perMs; at < TICK_MS; at += rng.exponential() / perMs) {
      const kind = kindOf(plan.mix, rng.uniform());
      const whole = ms + Math.floor(at);
      request.advance(whole);
      ticket = book.send(whole, ms >= plan.fromMs);
      request.send(ticket, kind, ticket, whole);
      flow.came[kind]! += 1;
      const luck = rng.u32() & 0xffff;
      if (luck < flow.failBelow[kind]!) flow.failure(kind, luck);
      if (ms >= plan.fromMs) came++;
    }
  }
  flow.tick(plan.untilMs, plan.capacityAt(plan.untilMs));
  request.advance(plan.untilMs);
  const [flowUse, requestUse] = [flow.takeUse(), request.takeUse()];
  request.advance(plan.untilMs + 60_000);
  return {
    flow: outcome(flow.latency.second, flowUse.failures, came, flowUse),
    request: outcome(book.histogram, book.failures(), came, requestUse),
  };
}

function outcome(
  histogram: LogHistogram,
  failures: Readonly<Record<string, number>>,
  came: number,
  use: PathUse,
): PathOutcome {
  const failed = Object.fromEntries(Object.entries(failures).map(([name, count]) => [name, count / came]));
  return { meanMs: histogram.mean()!, p95Ms: histogram.quantile(0.95)!, failed, use };
}

function kindOf(mix: readonly number[], u: number): number {
  let kind = 0;
  for (let sum = mix[0]!; kind < mix.length - 1 && u > sum; sum += mix[kind]!) kind++;
  return kind;
}

/** What becomes of each request, by when it was sent. A request of a whole millisecond is sent half a millisecond later on average. */
class Book {
  readonly histogram = new LogHistogram(0.01, 100_000);
  private readonly sentMs: number[] = [];
  private readonly counts: boolean[] = [];
  private readonly byFailure = new Map<number, number>();

  send(ms: number, counts: boolean): number {
    this.counts.push(counts);
    return this.sentMs.push(ms) - 1;
  }

  answered(ticket: number, _kind: number, atMs: number): void {
    if (this.counts[ticket] === true) this.histogram.add(Math.max(0, atMs - this.sentMs[ticket]! - 0.5), 1);
  }

  failed(ticket: number, kind: number, failure: number, atMs: number): void {
    this.answered(ticket, kind, atMs);
    if (this.counts[ticket] === true) this.byFailure.set(failure, (this.byFailure.get(failure) ?? 0) + 1);
  }

  failures(): Readonly<Record<string, number>> {
    return Object.fromEntries(FAILURES.map((name, index) => [name, this.byFailure.get(index) ?? 0]));
  }
}
