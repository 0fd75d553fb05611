import { phaseMs, workloadKey } from '../fleet/fleet-draws.ts';
import { HpaController } from '../hpa-controller.ts';
import { PRODUCTION_HPA_SETTINGS } from '../hpa-settings.ts';
import type { HpaSpec } from '../hpa-spec.ts';
import type { MetricReading } from '../metric-reading.ts';
import type { HpaSettingsPlan, ScheduledReplicas } from '../workload-plan.ts';
import type { DecisionLog } from './decision-log.ts';
import { readMetrics } from './hpa-readings.ts';
import { scheduledFloor } from './replica-schedule.ts';
import type { ScalingDecision } from './scaling-decision.ts';
import type { ScalerParts, WorkloadScaler } from './workload-scaler.ts';

export interface HpaLoopPlan {
  readonly spec: HpaSpec;
  readonly settings: HpaSettingsPlan;
  /** Floors under the minimum. */
  readonly schedule: readonly ScheduledReplicas[];
  readonly by: 'hpa' | 'keda';
  /** Where the metrics come from, unless from the metrics APIs. */
  readonly readings?: () => readonly MetricReading[];
}

/**
 * The controller's loop around one autoscaler: a pass each period, from a phase of its own, on what the API and the
 * metrics show then. A schedule works as a raised minimum, so it acts at the next pass and shrinking after it goes by the
 * autoscaler's rules.
 */
export class HpaLoop implements WorkloadScaler {
  nextMs: number;
  private readonly plan: HpaLoopPlan;
  private readonly parts: ScalerParts;
  private readonly log: DecisionLog;
  private readonly controller: HpaController;
  /** Restarts that are still to come, ascending. */
  private restartsAtMs: readonly number[];

  constructor(plan: HpaLoopPlan, parts: ScalerParts, log: DecisionLog) {
    const { spec, settings } = plan;
    this.plan = plan;
    this.parts = parts;
    this.log = log;
    const { syncPeriodMs } = settings;
    this.controller = new HpaController(spec, { ...PRODUCTION_HPA_SETTINGS, syncPeriodMs });
    this.restartsAtMs = [...settings.restartsAtMs].sort((a, b) => a - b);
    this.nextMs = parts.startMs + phaseMs(syncPeriodMs, workloadKey(parts.run, parts.workload));
  }

  get decisions(): readonly ScalingDecision[] {
    return this.log.entries;
  }

  /** Runs one pass. */
  step(nowMs: number): void {
    const { spec, settings, schedule, by } = this.plan;
    const { fleet, workload } = this.parts;
    this.nextMs += settings.syncPeriodMs;
    this.restartWhereDue(nowMs);
    const floor = Math.min(scheduledFloor(schedule, nowMs), spec.maxReplicas);
    const specReplicas = fleet.desiredReplicas(workload);
    const decision = this.controller.sync({
      nowMs,
      specReplicas,
      statusReplicas: fleet.statusReplicas(workload),
      pods: fleet.podStates(workload),
      readings: this.plan.readings?.() ?? readMetrics(spec, this.parts, nowMs),
      floorReplicas: floor,
    });
    const isRaised = decision.rescaled && specReplicas < floor && decision.steps === undefined;
    this.log.passed(decision, isRaised && floor > spec.minReplicas ? 'schedule' : by);
    if (decision.rescaled) fleet.setReplicas(workload, decision.desiredReplicas, nowMs);
  }

  private restartWhereDue(nowMs: number): void {
    const due = this.restartsAtMs.filter((atMs) => atMs <= nowMs);
    if (due.length === 0) return;
    this.restartsAtMs = this.restartsAtMs.slice(due.length);
    this.controller.restart();
  }
}
