import type { FaultPlan } from '../scenario/infrastructure-plan.ts';

/** Faults in order of time; what begins and ends is asked for once. */
export class FaultCalendar {
  private readonly plans: readonly FaultPlan[];
  private next = 0;
  private readonly running: FaultPlan[] = [];

  /** @param plans ascending by start */
  constructor(plans: readonly FaultPlan[]) {
    this.plans = plans;
  }

  /** Faults that begin up to an instant and have not been returned before; those that have ended run no more. */
  begin(nowMs: number): readonly FaultPlan[] {
    for (let i = this.running.length - 1; i >= 0; i--) {
      if (endMs(this.running[i]!) <= nowMs) this.running.splice(i, 1);
    }
    const begun: FaultPlan[] = [];
    for (
      let plan = this.plans[this.next];
      plan !== undefined && plan.atMs <= nowMs;
      plan = this.plans[++this.next]
    ) {
      begun.push(plan);
      if (endMs(plan) > nowMs) this.running.push(plan);
    }
    return begun;
  }

  /** Time that Redis latency faults add to the replies of a shard now [ms]. */
  redisAddedMs(shard: number): number {
    return this.sum((plan) => (plan.kind === 'redis-latency' && hits(plan, shard) ? plan.addMs : 0));
  }

  /** Time until a shard that answers nobody now does again [ms]; absent: it answers. */
  shardUpInMs(shard: number, nowMs: number): number | undefined {
    const outages = this.running.filter((plan) => plan.kind === 'shard-failover' && hits(plan, shard));
    return outages.length === 0 ? undefined : Math.max(...outages.map(endMs)) - nowMs;
  }

  /** What service times of the backend are multiplied by now. */
  get backendFactor(): number {
    return this.running.reduce(
      (product, plan) => product * (plan.kind === 'backend-slow' ? plan.factor : 1),
      1,
    );
  }

  /** What clock-skew faults add now to the clock of a pod [ms]. @param rank of the pod among all, 0..1 */
  clockSkewMs(rank: number): number {
    return this.sum((plan) => (plan.kind === 'clock-skew' && rank < plan.share ? plan.addMs : 0));
  }

  private sum(value: (plan: FaultPlan) => number): number {
    return this.running.reduce((total, plan) => total + value(plan), 0);
  }
}

/** Instant at which a fault is over [ms]. */
export function endMs({ atMs, forMs }: FaultPlan): number {
  return atMs + forMs;
}

function hits({ where }: FaultPlan, shard: number): boolean {
  return where === undefined || Number(where) === shard;
}
