import type { Fleet } from '../fleet/fleet.ts';
import type { RunSeed } from '../fleet/fleet-draws.ts';
import type { ClusterPlan, WorkloadPlan } from '../workload-plan.ts';
import { DecisionLog } from './decision-log.ts';
import { FixedScaler } from './fixed-scaler.ts';
import { HpaLoop } from './hpa-loop.ts';
import { KedaLoop } from './keda-loop.ts';
import type { MetricsPipeline } from './metrics-pipeline.ts';
import type { ScalingDecision } from './scaling-decision.ts';
import type { MetricValues, ScalerParts, WorkloadScaler } from './workload-scaler.ts';

export interface AutoscalerParts {
  readonly fleet: Fleet;
  readonly metrics: MetricsPipeline;
  /** Values of object and external metrics. */
  readonly values: MetricValues;
}

/** Everything that sets numbers of pods: schedules, HPAs, ScaledObjects. It acts on the fleet and keeps its decisions. */
export class Autoscaler {
  private readonly scalers: readonly WorkloadScaler[];

  /** @param startMs the fleet's */
  constructor(plan: ClusterPlan, parts: AutoscalerParts, run: RunSeed, startMs: number) {
    this.scalers = plan.workloads.map((workload, index) =>
      makeScaler(workload, { ...parts, workload: index, run, startMs }),
    );
  }

  /** Does all that is due; to be called after the fleet has been advanced to the same instant. */
  advance(nowMs: number): void {
    for (const scaler of this.scalers) {
      while (scaler.nextMs <= nowMs) scaler.step(nowMs);
    }
  }

  /** Returns what was decided so far, in order of time. */
  decisions(): readonly ScalingDecision[] {
    return this.scalers.flatMap(({ decisions }) => decisions).sort((a, b) => a.atMs - b.atMs);
  }
}

function makeScaler({ name, scaling }: WorkloadPlan, parts: ScalerParts): WorkloadScaler {
  switch (scaling.kind) {
    case 'fixed':
      return new FixedScaler(name, scaling, parts);
    case 'hpa':
      return new HpaLoop({ ...scaling, by: 'hpa' }, parts, new DecisionLog(name));
    case 'keda':
      return new KedaLoop(name, scaling, parts);
  }
}
