import { phaseMs, workloadKey } from '../fleet/fleet-draws.ts';
import { hpaSpecOf, KedaScaler, type TriggerReading } from '../keda.ts';
import type { ScalingPlan } from '../workload-plan.ts';
import { DecisionLog } from './decision-log.ts';
import { HpaLoop } from './hpa-loop.ts';
import { scheduledFloor } from './replica-schedule.ts';
import type { ScalingDecision } from './scaling-decision.ts';
import type { ScalerParts, WorkloadScaler } from './workload-scaler.ts';

/** Grid of the polls; 0 is that of the autoscaler's passes. */
const POLL_GRID = 1;

/** Events that KEDA writes of a ScaledObject. */
const EVENTS = { up: 'KEDAScaleTargetActivated', down: 'KEDAScaleTargetDeactivated' } as const;

/**
 * A ScaledObject at work: its polls, which wake the workload from zero and put it to sleep, and beside them the loop of
 * the autoscaler that it makes. A schedule raises its minimum: the first poll in its time wakes the workload.
 */
export class KedaLoop implements WorkloadScaler {
  private readonly plan: Extract<ScalingPlan, { kind: 'keda' }>;
  private readonly parts: ScalerParts;
  private readonly keda: KedaScaler;
  private readonly hpa: HpaLoop;
  private readonly log: DecisionLog;

  constructor(name: string, plan: Extract<ScalingPlan, { kind: 'keda' }>, parts: ScalerParts) {
    this.plan = plan;
    this.parts = parts;
    this.log = new DecisionLog(name);
    const pollMs = plan.spec.pollingIntervalSec * 1000;
    const phase = phaseMs(pollMs, workloadKey(parts.run, parts.workload), POLL_GRID);
    this.keda = new KedaScaler(plan.spec, parts.startMs + phase);
    const { settings, schedule } = plan;
    const readings = () => this.keda.answer(this.readTriggers());
    const loop = { spec: hpaSpecOf(plan.spec), settings, schedule, by: 'keda', readings } as const;
    this.hpa = new HpaLoop(loop, parts, this.log);
  }

  get nextMs(): number {
    return Math.min(this.keda.nextPollMs, this.hpa.nextMs);
  }

  get decisions(): readonly ScalingDecision[] {
    return this.log.entries;
  }

  step(nowMs: number): void {
    if (this.keda.nextPollMs <= nowMs) this.poll(nowMs);
    if (this.hpa.nextMs <= nowMs) this.hpa.step(nowMs);
  }

  private poll(nowMs: number): void {
    const { fleet, workload } = this.parts;
    const from = fleet.desiredReplicas(workload);
    const decision = this.keda.poll({ nowMs, replicas: from, readings: this.readTriggers() });
    const floor = Math.min(scheduledFloor(this.plan.schedule, nowMs), this.plan.spec.maxReplicaCount);
    const to = decision.replicas >= floor ? decision.replicas : Math.max(from, floor);
    if (to === from) return;
    fleet.setReplicas(workload, to, nowMs);
    const isRaised = to > decision.replicas;
    const text = isRaised ? `the schedule asks for ${floor} pods` : decision.explanation;
    const reason = isRaised ? 'Scheduled' : EVENTS[to > from ? 'up' : 'down'];
    this.log.changed({ atMs: nowMs, from, to, wanted: to, by: isRaised ? 'schedule' : 'keda', reason, text });
  }

  private readTriggers(): readonly TriggerReading[] {
    return this.plan.spec.triggers.map(({ metric }): TriggerReading => {
      const milli = this.parts.values(metric);
      return milli === undefined
        ? { kind: 'failed', error: `no value of ${metric}` }
        : { kind: 'value', milli };
    });
  }
}
