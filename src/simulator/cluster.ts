import { Fleet } from '../kubernetes/fleet/fleet.ts';
import type { RunSeed } from '../kubernetes/fleet/fleet-draws.ts';
import { Autoscaler } from '../kubernetes/scaling/autoscaler.ts';
import { MetricsPipeline } from '../kubernetes/scaling/metrics-pipeline.ts';
import { firstScheduledMs } from '../kubernetes/scaling/replica-schedule.ts';
import type { ScalingDecision } from '../kubernetes/scaling/scaling-decision.ts';
import type { MetricValues } from '../kubernetes/scaling/workload-scaler.ts';
import type { ClusterPlan, WorkloadPlan } from '../kubernetes/workload-plan.ts';
import type { CostPlan } from '../scenario/infrastructure-plan.ts';
import type { WorkloadRow } from './cluster-recorder.ts';
import { CostMeter } from './cost-meter.ts';
import { type PathUse, TICK_MS } from './service-path.ts';

/** How a readiness probe that comes now is answered; u is uniform in (0, 1). */
type AnswersProbe = (timeoutMs: number, asksRedis: boolean, u: number) => boolean;

/** What a cluster is made for. */
export interface ClusterSetting {
  readonly plan: ClusterPlan;
  readonly cost: CostPlan | undefined;
  readonly run: RunSeed;
  /** Length of the run [s]. */
  readonly seconds: number;
  readonly answersProbe: AnswersProbe;
  /** External metrics that are not of the cluster itself. */
  readonly values: MetricValues;
}

/** The pods and nodes under a run, what scales them, what they use and cost. It starts before the run where a schedule does. */
export class Cluster {
  readonly fleet: Fleet;
  readonly cost: CostMeter | undefined;
  private readonly plan: ClusterPlan;
  private readonly metrics: MetricsPipeline;
  private readonly autoscaler: Autoscaler;
  /** By workload: messages in the queue of a worker. */
  private readonly backlog: number[];

  constructor({ plan, cost, run, seconds, answersProbe, values }: ClusterSetting) {
    const startMs = firstScheduledMs(plan);
    this.plan = plan;
    this.backlog = plan.workloads.map(() => 0);
    this.fleet = new Fleet(plan, run, startMs, (workload, _, u) => {
      const { timeoutMs, asksRedis } = plan.workloads[workload]!.readiness;
      return plan.workloads[workload]!.role.kind !== 'gateway' || answersProbe(timeoutMs, asksRedis, u);
    });
    this.metrics = new MetricsPipeline(plan, this.fleet, run, startMs);
    const own: MetricValues = (name) => this.backlogMilli(name) ?? values(name);
    this.autoscaler = new Autoscaler(
      plan,
      { fleet: this.fleet, metrics: this.metrics, values: own },
      run,
      startMs,
    );
    this.cost = cost === undefined ? undefined : new CostMeter(cost, startMs, seconds);
    for (let atMs = startMs; atMs < 0; atMs += TICK_MS) this.tick(atMs);
  }

  /** Moves pods, nodes and autoscalers to an instant. */
  tick(nowMs: number): void {
    this.fleet.advance(nowMs);
    this.autoscaler.advance(nowMs);
    if (this.cost === undefined) return;
    const { held, spot } = this.fleet.nodeCounts();
    this.cost.hold({ onDemand: held - spot, spot }, nowMs);
  }

  /** Pods of the gateway that take requests. */
  get gatewayPods(): number {
    return this.fleet.readyPods(0).length;
  }

  get decisions(): readonly ScalingDecision[] {
    return this.autoscaler.decisions();
  }

  /** Books the second that ends now. */
  closeSecond(second: Second): readonly WorkloadRow[] {
    return this.plan.workloads.map((workload, index) => {
      const work =
        workload.role.kind === 'gateway'
          ? gatewayWork(second)
          : this.workOf(index, workload.role, workload.limits.cpuMillicores, second);
      return this.row(index, workload, work, second.nowMs);
    });
  }

  /** Index of a workload by its name; the gateway where there is no name. */
  indexOf(name: string | undefined): number {
    return name === undefined ? 0 : this.plan.workloads.findIndex((workload) => workload.name === name);
  }

  private row(index: number, workload: WorkloadPlan, work: Work, nowMs: number): WorkloadRow {
    const { requests, limits, role } = workload;
    const { desired, ready, starting, pending } = this.fleet.counts(index);
    const pods = Math.max(1, ready);
    const usedMillicores =
      ready === 0 ? 0 : Math.min(limits.cpuMillicores, role.idleCpuMillicores + work.cpuMillicores / pods);
    const requestsPerSec = ready === 0 ? 0 : work.perSec / pods;
    const { baseMiB, mibPerRequestPerSec } = workload.memory;
    this.metrics.record(index, nowMs, {
      cpuMillicores: usedMillicores,
      memoryMiB: baseMiB + mibPerRequestPerSec * requestsPerSec,
      requestsPerSec,
    });
    return {
      desired,
      ready,
      starting,
      pending,
      backlog: Math.round(this.backlog[index]!),
      cpuOfRequest: usedMillicores / requests.cpuMillicores,
      cpuOfLimit: usedMillicores / limits.cpuMillicores,
      offeredLoad: work.offeredMillicores / (pods * limits.cpuMillicores),
      memoryOfRequest: this.metrics.memoryMiB(index, nowMs) / requests.memoryMiB,
    };
  }

  /** A worker takes from its queue, to which each admission adds a message, as fast as it may and its CPU can. */
  private workOf(index: number, role: WorkerRole, limit: number, { admitted, spanMs }: Second): Work {
    const cpuMs = role.cpuMicrosPerMessage / 1000;
    const byCpu = cpuMs > 0 ? Math.max(0, limit - role.idleCpuMillicores) / cpuMs : Number.POSITIVE_INFINITY;
    const podPerSec = Math.min(role.messagesPerSecPerPod, byCpu);
    const waiting = this.backlog[index]! + admitted;
    const taken = Math.min(waiting, (podPerSec * this.fleet.readyPods(index).length * spanMs) / 1000);
    this.backlog[index] = waiting - taken;
    return workOfSpan({ cpuMs: taken * cpuMs, offeredCpuMs: waiting * cpuMs, requests: taken, spanMs });
  }

  private backlogMilli(name: string): number | undefined {
    const index = this.plan.workloads.findIndex((workload) => name === `${workload.name}.backlog`);
    return index < 0 ? undefined : Math.round(this.backlog[index]!) * 1000;
  }
}

/** What a second, or the part of it that a run had, brought. */
interface Second {
  /** What the gateway's path did. */
  readonly use: PathUse | undefined;
  /** Tickets let in. */
  readonly admitted: number;
  readonly spanMs: number;
  readonly nowMs: number;
}

/** A second's work of a workload, all its pods together. */
interface Work {
  readonly cpuMillicores: number;
  readonly offeredMillicores: number;
  /** Requests or messages [1/s]. */
  readonly perSec: number;
}

type WorkerRole = Extract<WorkloadPlan['role'], { kind: 'worker' }>;

function gatewayWork({ use, spanMs }: Second): Work {
  const { cpuMs = 0, offeredCpuMs = 0, came: requests = 0 } = use ?? {};
  return workOfSpan({ cpuMs, offeredCpuMs, requests, spanMs });
}

/** Returns the rates of what was done in a span. CPU time in core ms. */
function workOfSpan(done: Readonly<Record<'cpuMs' | 'offeredCpuMs' | 'requests' | 'spanMs', number>>): Work {
  const perSec = 1000 / done.spanMs;
  return {
    cpuMillicores: done.cpuMs * perSec,
    offeredMillicores: done.offeredCpuMs * perSec,
    perSec: done.requests * perSec,
  };
}
