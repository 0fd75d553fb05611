import type { Distribution } from '../random/distribution.ts';
import type { HpaSpec } from './hpa-spec.ts';
import type { KedaSpec } from './keda-spec.ts';

/** CPU and memory of one pod. */
export interface PodResources {
  readonly cpuMillicores: number;
  readonly memoryMiB: number;
}

/** What a request may be for; each has its own price in CPU and Redis commands. */
export const REQUEST_KINDS = ['join', 'poll', 'enter', 'leave'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** A Deployment and what scales it. */
export interface WorkloadPlan {
  readonly name: string;
  /** gateway: serves the visitors' requests. worker: takes one message from a queue for each admission. */
  readonly role: WorkloadRole;
  readonly requests: PodResources;
  /** Not below the requests. A pod without a limit is held to its requests. */
  readonly limits: PodResources;
  readonly startup: StartupPlan;
  readonly readiness: ProbePlan;
  readonly memory: MemoryPlan;
  /** Time from the decision to remove a pod until it has left endpoints and gone [ms]; it takes no new request. */
  readonly drainMs: number;
  readonly scaling: ScalingPlan;
}

export type WorkloadRole =
  | {
      readonly kind: 'gateway';
      readonly cpuMicrosPerRequest: Readonly<Record<RequestKind, number>>;
      readonly queueLimitPerPod: number;
      readonly timeoutMs: number;
      readonly idleCpuMillicores: number;
    }
  | {
      readonly kind: 'worker';
      readonly messagesPerSecPerPod: number;
      readonly cpuMicrosPerMessage: number;
      readonly idleCpuMillicores: number;
    };

/** Stages of a new pod; the sum of all is the time from creation to Ready. */
export interface StartupPlan {
  /** Creation to bound, on a node with room [ms]. */
  readonly scheduleMs: Distribution;
  /** Image pull on a node that has not got the image; fixed 0: cached everywhere [ms]. */
  readonly pullMs: Distribution;
  /** Container start to the first moment at which the application would answer its probe [ms]. */
  readonly bootMs: Distribution;
}

/** A readiness probe. Instants of probing: container start + initialDelay + k x period. */
export interface ProbePlan {
  readonly initialDelayMs: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
  /** Failures in a row that make a ready pod unready. */
  readonly failureThreshold: number;
  /** Startup probe that must succeed before readiness is asked: initial delay and period [ms]; absent: none. */
  readonly startup?: { readonly initialDelayMs: number; readonly periodMs: number };
  /** Whether the probe asks Redis, as the reference's readyz does. */
  readonly asksRedis: boolean;
}

/** Working set of a pod: base + perRequestPerSec x its request rate. */
interface MemoryPlan {
  readonly baseMiB: number;
  readonly mibPerRequestPerSec: number;
  /** false (as many runtimes do): memory once taken is kept until the pod ends. true: it follows the rate. */
  readonly returned: boolean;
}

/** Where the number of pods comes from. */
export type ScalingPlan =
  | { readonly kind: 'fixed'; readonly replicas: number; readonly schedule: readonly ScheduledReplicas[] }
  | {
      readonly kind: 'hpa';
      readonly spec: HpaSpec;
      readonly settings: HpaSettingsPlan;
      readonly schedule: readonly ScheduledReplicas[];
      readonly source?: string;
    }
  | {
      readonly kind: 'keda';
      readonly spec: KedaSpec;
      readonly settings: HpaSettingsPlan;
      readonly schedule: readonly ScheduledReplicas[];
      readonly source?: string;
    };

/** fixed: the count from then on. hpa, keda: a floor under the autoscaler's minimum while it lasts. */
export interface ScheduledReplicas {
  /** Run instant [ms]; negative: before the run begins. */
  readonly fromMs: number;
  /** Absent: to the end. */
  readonly untilMs?: number;
  readonly replicas: number;
}

export interface HpaSettingsPlan {
  readonly syncPeriodMs: number;
  /** Instants at which the controller restarts and forgets [run ms]. */
  readonly restartsAtMs: readonly number[];
  /** Metrics server: kubelet refresh and scrape interval [ms]; a sample's age at reading is the sum of a uniform part of each. */
  readonly kubeletRefreshMs: number;
  readonly scrapeMs: number;
}

/** The nodes that pods are packed onto. */
export interface NodePlan {
  readonly type: string;
  readonly vcpu: number;
  readonly memoryMiB: number;
  /** What system daemons leave for pods. */
  readonly allocatable: PodResources;
  readonly maxPodsPerNode: number;
  readonly provisioner: 'karpenter' | 'cluster-autoscaler' | 'fixed';
  /** From the pod that does not fit to a node that takes pods [ms]. */
  readonly provisionMs: Distribution;
  readonly min: number;
  readonly max: number;
  /** Time for which a node must be empty or underused before it goes [ms]; absent: it stays. */
  readonly consolidateAfterMs?: number;
  /** Share of nodes bought as spot (0..1) and how often one is interrupted [per node hour]. */
  readonly spotShare: number;
  readonly spotInterruptionsPerHour: number;
}

export interface ClusterPlan {
  /** First is the gateway; at most one gateway. */
  readonly workloads: readonly WorkloadPlan[];
  readonly nodes: NodePlan;
  /** flow: per tick of 100 ms by formula. request: each request through true queues. */
  readonly fidelity: 'flow' | 'request';
}
