import type { ScalingPlan } from '../workload-plan.ts';
import { DecisionLog } from './decision-log.ts';
import { nextChangeMs, scheduledReplicas } from './replica-schedule.ts';
import type { ScalingDecision } from './scaling-decision.ts';
import type { ScalerParts, WorkloadScaler } from './workload-scaler.ts';

/** A workload without an autoscaler: as many pods as its schedule says. */
export class FixedScaler implements WorkloadScaler {
  nextMs: number;
  private readonly plan: Extract<ScalingPlan, { kind: 'fixed' }>;
  private readonly parts: ScalerParts;
  private readonly log: DecisionLog;

  constructor(name: string, plan: Extract<ScalingPlan, { kind: 'fixed' }>, parts: ScalerParts) {
    this.plan = plan;
    this.parts = parts;
    this.log = new DecisionLog(name);
    this.nextMs = parts.startMs;
  }

  get decisions(): readonly ScalingDecision[] {
    return this.log.entries;
  }

  step(nowMs: number): void {
    const { fleet, workload } = this.parts;
    const { schedule, replicas } = this.plan;
    const from = fleet.desiredReplicas(workload);
    const to = scheduledReplicas(schedule, replicas, nowMs);
    this.nextMs = nextChangeMs(schedule, nowMs);
    if (from === to) return;
    fleet.setReplicas(workload, to, nowMs);
    const text = `the schedule asks for ${to} pods`;
    this.log.changed({ atMs: nowMs, from, to, wanted: to, by: 'schedule', reason: 'Scheduled', text });
  }
}
