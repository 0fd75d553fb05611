import { Fleet } from '../kubernetes/fleet/fleet.ts';
import { Autoscaler } from '../kubernetes/scaling/autoscaler.ts';
import { MetricsPipeline, type PodUsage } from '../kubernetes/scaling/metrics-pipeline.ts';
import { firstScheduledMs } from '../kubernetes/scaling/replica-schedule.ts';
import type { MetricValues } from '../kubernetes/scaling/workload-scaler.ts';
import type { ClusterPlan } from '../kubernetes/workload-plan.ts';

/** What the first workload goes through. */
export interface Load {
  readonly usage?: (nowMs: number, readyPods: number) => Partial<PodUsage>;
  readonly values?: (nowMs: number) => MetricValues;
}

/** A cluster that lives through a load, with the same steps as a run. */
export class ClusterStory {
  readonly fleet: Fleet;
  readonly autoscaler: Autoscaler;
  private readonly metrics: MetricsPipeline;
  private readonly load: Load;
  private nowMs: number;

  constructor(plan: ClusterPlan, load: Load = {}, seed = 1) {
    const run = { seed, replication: 0 };
    this.load = load;
    this.nowMs = firstScheduledMs(plan);
    this.fleet = new Fleet(plan, run, this.nowMs, () => true);
    this.metrics = new MetricsPipeline(plan, this.fleet, run, this.nowMs);
    const values: MetricValues = (name) => load.values?.(this.nowMs)(name);
    this.autoscaler = new Autoscaler(
      plan,
      { fleet: this.fleet, metrics: this.metrics, values },
      run,
      this.nowMs,
    );
  }

  /** Lives on until an instant, or until something holds; returns when that was [ms]. */
  live(untilMs: number, holds: () => boolean = () => false): number {
    for (; this.nowMs < untilMs; this.nowMs += 100) {
      const { nowMs, fleet } = this;
      fleet.advance(nowMs);
      if (nowMs % 1000 === 0 && this.load.usage !== undefined) {
        const usage = this.load.usage(nowMs, fleet.readyPods(0).length);
        this.metrics.record(0, nowMs, { cpuMillicores: 0, memoryMiB: 0, requestsPerSec: 0, ...usage });
      }
      this.autoscaler.advance(nowMs);
      if (holds()) return nowMs;
    }
    return this.nowMs;
  }

  /** Numbers of pods before and after each change. */
  get steps(): readonly (readonly [number, number])[] {
    return this.autoscaler
      .decisions()
      .filter(({ from, to }) => from !== to)
      .map(({ from, to }) => [from, to]);
  }
}
