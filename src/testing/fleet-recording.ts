import { Fleet } from '../kubernetes/fleet/fleet.ts';
import { HpaController } from '../kubernetes/hpa-controller.ts';
import type { HpaDecision } from '../kubernetes/hpa-decision.ts';
import type { HpaSpec } from '../kubernetes/hpa-spec.ts';
import { MetricsPipeline } from '../kubernetes/scaling/metrics-pipeline.ts';
import { clusterPlan, hpaScaling } from './cluster-builder.ts';

/** What a fleet under an autoscaler went through, as a monitoring would have written it down at every pass. */
export interface FleetRecording {
  /** Per pod: time, pod, ready, replicas, cpu; a pod without a sample has an empty cell. */
  readonly csv: string;
  readonly decisions: readonly HpaDecision[];
  /** Whether at each pass every pod had been ready for a minute, longer than any window and lag together. */
  readonly settled: readonly boolean[];
}

const RUN = { seed: 1, replication: 0 };
const PASS_MS = 15_000;
const SETTLED_MS = 60_000;

/** Returns the recording of a fleet of one-core pods. @param cpuMilli demand of the workload at an instant */
export function recordFleet(
  spec: HpaSpec,
  cpuMilli: (nowMs: number) => number,
  untilMs: number,
): FleetRecording {
  const plan = clusterPlan({ scaling: hpaScaling(spec) }, { min: 60, max: 60 });
  const fleet = new Fleet(plan, RUN, 0, () => true);
  const metrics = new MetricsPipeline(plan, fleet, RUN, 0);
  const controller = new HpaController(spec);
  const rows = ['atMs,pod,ready,replicas,cpu_millicores'];
  const decisions: HpaDecision[] = [];
  const settled: boolean[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 1000) {
    fleet.advance(nowMs);
    const ready = fleet.readyPods(0).length;
    metrics.record(0, nowMs, {
      cpuMillicores: Math.min(1000, cpuMilli(nowMs) / Math.max(1, ready)),
      memoryMiB: 0,
      requestsPerSec: 0,
    });
    if (nowMs % PASS_MS !== 0) continue;
    const pods = fleet.podStates(0);
    const samples = metrics.samples(0, 'cpu', nowMs);
    const specReplicas = fleet.desiredReplicas(0);
    for (const { name, ready: condition, deleting } of pods) {
      if (deleting) continue;
      const isReady = condition?.status === 'True';
      rows.push(`${nowMs},${name},${isReady},${specReplicas},${samples.get(name)?.valueMilli ?? ''}`);
    }
    settled.push(
      pods.every(
        ({ ready: condition, deleting }) =>
          deleting || (condition?.status === 'True' && condition.sinceMs <= nowMs - SETTLED_MS),
      ),
    );
    const statusReplicas = fleet.statusReplicas(0);
    const readings = [{ kind: 'perPod', samples }] as const;
    const decision = controller.sync({ nowMs, specReplicas, statusReplicas, pods, readings });
    decisions.push(decision);
    if (decision.rescaled) fleet.setReplicas(0, decision.desiredReplicas, nowMs);
  }
  return { csv: `${rows.join('\n')}\n`, decisions, settled };
}
