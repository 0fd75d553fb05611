import type { CostRecord } from '../result/cluster-record.ts';
import type { CostPlan } from '../scenario/infrastructure-plan.ts';

const HOUR_MS = 3_600_000;

/** Nodes held at an instant, those on the way included. */
export interface NodesHeld {
  readonly onDemand: number;
  readonly spot: number;
}

/** What the cluster costs: nodes for as long as they are held, the rest for as long as the cluster is. */
export class CostMeter {
  private readonly plan: CostPlan;
  private readonly startMs: number;
  private readonly usd: Float64Array;
  private onDemandMs = 0;
  private spotMs = 0;
  private peakNodes = 0;
  private nowMs: number;

  /** @param startMs when the cluster was started, at or before the run */
  constructor(plan: CostPlan, startMs: number, seconds: number) {
    this.plan = plan;
    this.startMs = startMs;
    this.nowMs = startMs;
    this.usd = new Float64Array(seconds);
  }

  /** Books the nodes that were held since the last call. */
  hold({ onDemand, spot }: NodesHeld, nowMs: number): void {
    const spanMs = nowMs - this.nowMs;
    this.onDemandMs += onDemand * spanMs;
    this.spotMs += spot * spanMs;
    this.peakNodes = Math.max(this.peakNodes, onDemand + spot);
    this.nowMs = nowMs;
  }

  /** Writes what has been spent by the end of a second. */
  closeSecond(second: number): void {
    const { nodesUsd, spotUsd, redisUsd, fixedUsd } = this.bill();
    this.usd[second] = nodesUsd + spotUsd + redisUsd + fixedUsd;
  }

  record(seconds: number): CostRecord {
    return {
      usd: this.usd.subarray(0, seconds),
      ...this.bill(),
      onDemandNodeHours: this.onDemandMs / HOUR_MS,
      spotNodeHours: this.spotMs / HOUR_MS,
      heldMs: this.nowMs - this.startMs,
      peakNodes: this.peakNodes,
    };
  }

  private bill(): Pick<CostRecord, 'nodesUsd' | 'spotUsd' | 'redisUsd' | 'fixedUsd'> {
    const { plan } = this;
    const hours = (this.nowMs - this.startMs) / HOUR_MS;
    return {
      nodesUsd: (this.onDemandMs / HOUR_MS) * plan.nodeUsdPerHour,
      spotUsd: (this.spotMs / HOUR_MS) * plan.spotNodeUsdPerHour,
      redisUsd: hours * plan.redisNodes * plan.redisUsdPerNodeHour,
      fixedUsd: hours * plan.fixed.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0),
    };
  }
}
