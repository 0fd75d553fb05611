import { defaultBehavior, longestPeriodMs } from './hpa-defaults.ts';
import type { HpaBehavior } from './hpa-spec.ts';
import { type Recommendation, RecommendationLog } from './recommendation-log.ts';
import { type ScaleEvent, ScaleEvents } from './scale-events.ts';
import type { ScaleHistory } from './scaling-policies.ts';

/** What a controller remembers of one autoscaler, as data. */
export interface HpaRecollection {
  /** Absent: never seen, so that the first pass seeds the log with the replicas it finds. */
  readonly recommendations?: readonly Recommendation[];
  readonly scaleUps?: readonly ScaleEvent[];
  readonly scaleDowns?: readonly ScaleEvent[];
}

/** The controller's memory of one autoscaler. It is nowhere but in the process: a restart or a new leader starts empty. */
export class HpaMemory implements ScaleHistory {
  readonly ups: ScaleEvents;
  readonly downs: ScaleEvents;
  private recommendations: RecommendationLog | undefined;

  constructor(known: HpaRecollection = {}) {
    this.recommendations = known.recommendations && new RecommendationLog(known.recommendations);
    this.ups = new ScaleEvents(known.scaleUps);
    this.downs = new ScaleEvents(known.scaleDowns);
  }

  /** The log of raw proposals; an autoscaler seen for the first time has the replicas it is found with as its only one. */
  seededLog(currentReplicas: number, nowMs: number): RecommendationLog {
    this.recommendations ??= new RecommendationLog([{ replicas: currentReplicas, atMs: nowMs }]);
    return this.recommendations;
  }

  /** Stores a change of the replicas. Without `behavior` nothing would ever read it. */
  storeScale(behavior: HpaBehavior | undefined, from: number, to: number, nowMs: number): void {
    if (behavior === undefined) return;
    const { up, down } = defaultBehavior(behavior);
    if (to > from) this.ups.store(to - from, longestPeriodMs(up), nowMs);
    else this.downs.store(from - to, longestPeriodMs(down), nowMs);
  }
}
