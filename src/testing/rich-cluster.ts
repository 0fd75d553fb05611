import type {
  ClusterRecord,
  LatencySummary,
  RedisSeries,
  ScalingDecision,
  WorkloadSeries,
} from '../result/cluster-record.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { buildFailures, buildWorkload, counts, levels } from './cluster-record-builder.ts';
import { richClusterPlan } from './rich-cluster-plan.ts';
import { richRecord } from './rich-record.ts';

const SECONDS = 1_800;
/** What the limits of a pod can serve: 1.2 cores at 500 us a request [1/s]. */
const POD_PER_SEC = 2_400;
/** CPU limit over CPU request. */
const CAP = 1_200 / 700;
/** Ready pods from these seconds on; each step is decided a minute before. */
const STEPS = [
  { fromSec: 0, pods: 3 },
  { fromSec: 90, pods: 6 },
  { fromSec: 180, pods: 12 },
  { fromSec: 270, pods: 20 },
] as const;
const HOT_SHARD = 2;

/**
 * The rich record over machines that the opening overruns: 20,000 requests a second come within 10 s and fall to 2,000,
 * while three pods become twenty; one shard of five has all commands; a fault strikes at minute 15. The memory of the pods
 * stays. Built by arithmetic, the same for every call; replications differ a little in load.
 */
export function richClusterRecord(replication = 0, plan: Plan = richClusterPlan()): RunRecord {
  const cluster = richCluster(1 + replication * 0.01);
  const record = richRecord(replication, plan);
  return { ...withPolls(record, cluster.layers.cdn?.in ?? counts(SECONDS)), cluster };
}

/** The record with as many polls as make up the requests sent. */
function withPolls({ series, totals, ...rest }: RunRecord, sent: Int32Array): RunRecord {
  const polls = sent.map(
    (requests, s) => requests - series.joins[s]! - series.enters[s]! - series.leaves[s]!,
  );
  return {
    ...rest,
    series: { ...series, polls },
    totals: {
      ...totals,
      polls: polls.reduce((a, b) => a + b, 0),
      peakRequestsPerSec: sent.reduce((a, b) => Math.max(a, b), 0),
    },
  };
}

function richCluster(scale: number): ClusterRecord {
  const sent = counts(SECONDS, (s) => Math.round(scale * (s < 10 ? (s + 1) * 2_000 : 20_000 - 10 * s)));
  const behindCdn = sent.map((requests) => Math.round(requests * 0.9));
  const behindWaf = behindCdn.map((requests) => Math.round(requests * 0.95));
  const ready = counts(SECONDS, (s) => STEPS.findLast(({ fromSec }) => fromSec <= s)?.pods ?? 0);
  const answered = behindWaf.map((requests, s) => Math.min(requests - faultLoss(s), ready[s]! * POD_PER_SEC));
  const admitted = counts(SECONDS, () => 1);
  return {
    layers: {
      cdn: { in: sent, out: behindCdn },
      waf: { in: behindCdn, out: behindWaf },
      loadBalancer: { in: behindWaf, out: behindWaf },
      gateway: { in: behindWaf, out: answered },
      bucket: { in: counts(SECONDS, () => 3), out: admitted },
      backend: { in: counts(SECONDS, () => 2), out: counts(SECONDS, () => 2) },
    },
    failures: buildFailures(SECONDS, {
      blocked: behindCdn.map((requests, s) => requests - behindWaf[s]!),
      queueFull: answered.map((requests, s) => behindWaf[s]! - faultLoss(s) - requests),
      redis: counts(SECONDS, faultLoss),
    }),
    latency: richLatency(behindWaf, answered),
    workloads: [richGateway(behindWaf, ready), richWorker()],
    decisions: richDecisions(),
    redis: richRedis(answered, ready),
    ...richSupply(),
    faults: [
      {
        kind: 'redis-latency',
        atMs: 900_000,
        untilMs: 930_000,
        text: 'Replies of shard 2 took 20 ms longer',
      },
    ],
    stopped: { bots: 108, geo: 24 },
  };
}

/** Backend, nodes, seats and money, none of which the storm moves. */
function richSupply(): Pick<ClusterRecord, 'backend' | 'nodes' | 'seats' | 'cost'> {
  const usd = (hours: number) => hours * (5 * 0.1 + 10 * 0.3 + 0.06);
  return {
    backend: {
      utilization: levels(SECONDS, () => 0.004),
      refused: counts(SECONDS),
      timedOut: counts(SECONDS),
      p95Ms: levels(SECONDS, () => 100),
    },
    nodes: {
      held: counts(SECONDS, (s) => (s < 60 ? 2 : 10)),
      ready: counts(SECONDS, (s) => (s < 120 ? 2 : 10)),
      spot: counts(SECONDS),
      packed: levels(SECONDS, () => 0.7),
    },
    seats: {
      held: counts(SECONDS, (s) => (s < 1_100 ? 20 : 0)),
      sold: counts(SECONDS, (s) => Math.min(1_000, Math.floor(s * 0.9))),
      soldOutMs: 1_112_000,
      returned: 120,
      turnedAway: 430,
    },
    cost: {
      usd: levels(SECONDS, (s) => usd((s + 1) / 3_600)),
      nodesUsd: 0.25,
      spotUsd: 0,
      redisUsd: 1.5,
      fixedUsd: 0.03,
      onDemandNodeHours: 2.5,
      spotNodeHours: 0,
      heldMs: SECONDS * 1_000,
      peakNodes: 10,
    },
  };
}

/** Requests that the fault at minute 15 cost in a second. */
function faultLoss(s: number): number {
  return s >= 900 && s < 930 ? 500 : 0;
}

function richGateway(came: Int32Array, ready: Int32Array): WorkloadSeries {
  const offered = levels(SECONDS, (s) => came[s]! / (ready[s]! * POD_PER_SEC));
  const desired = counts(
    SECONDS,
    (s) => STEPS.findLast(({ fromSec }) => fromSec === 0 || fromSec - 60 <= s)?.pods ?? 0,
  );
  const waitsForNode = (s: number) => s >= 210 && s < 240;
  return buildWorkload('gateway', SECONDS, {
    desired,
    ready,
    starting: counts(SECONDS, (s) => (waitsForNode(s) ? 0 : desired[s]! - ready[s]!)),
    pending: counts(SECONDS, (s) => (waitsForNode(s) ? desired[s]! - ready[s]! : 0)),
    cpuOfRequest: levels(SECONDS, (s) => Math.min(1, offered[s]!) * CAP),
    cpuOfLimit: levels(SECONDS, (s) => Math.min(1, offered[s]!)),
    offeredLoad: offered,
    memoryOfRequest: levels(SECONDS, (s) => (s < 30 ? 0.5 : 0.9)),
  });
}

function richWorker(): WorkloadSeries {
  const ready = counts(SECONDS, (s) => (s < 60 ? 0 : 1));
  return buildWorkload('worker', SECONDS, {
    desired: counts(SECONDS, (s) => (s < 30 ? 0 : 1)),
    ready,
    cpuOfRequest: levels(SECONDS, (s) => ready[s]! * 0.05),
    cpuOfLimit: levels(SECONDS, (s) => (ready[s]! * 0.05) / CAP),
    offeredLoad: levels(SECONDS, (s) => (ready[s]! * 0.05) / CAP),
    memoryOfRequest: levels(SECONDS, (s) => ready[s]! * 0.4),
    backlog: counts(SECONDS, (s) => (s < 60 ? s : 0)),
  });
}

function richRedis(answered: Int32Array, ready: Int32Array): RedisSeries {
  return {
    shards: Array.from({ length: 5 }, (_, shard) => ({
      commands: counts(SECONDS, (s) => (shard === HOT_SHARD ? answered[s]! * 3 : 0)),
      cpu: levels(SECONDS, (s) => (shard === HOT_SHARD ? 0.02 + answered[s]! * 3 * 8e-6 : 0.02)),
    })),
    latencyMs: levels(SECONDS, (s) => (faultLoss(s) > 0 ? 21 : 0.7)),
    poolUse: levels(SECONDS, (s) => (answered[s]! * 0.0007) / (ready[s]! * 100)),
    connections: counts(SECONDS, (s) => ready[s]! * 100),
  };
}

/** A request waits for its share of the excess, or is served at once. */
function richLatency(came: Int32Array, answered: Int32Array): ClusterRecord['latency'] {
  const slowMs = (s: number) => 4 + (came[s]! > answered[s]! ? 2_000 : 0);
  const overall: LatencySummary = {
    count: came.reduce((a, b) => a + b, 0),
    meanMs: 310,
    p50Ms: 4,
    p95Ms: 2_004,
    p99Ms: 4_004,
    maxMs: 15_000,
  };
  return {
    p50Ms: levels(SECONDS, (s) => slowMs(s) / 2),
    p95Ms: levels(SECONDS, slowMs),
    p99Ms: levels(SECONDS, (s) => slowMs(s) * 2),
    overall,
  };
}

function richDecisions(): readonly ScalingDecision[] {
  const decide = (
    atMs: number,
    [from, to, wanted]: readonly [number, number, number],
    reason: string,
    text: string,
  ): ScalingDecision => ({ atMs, workload: 'gateway', from, to, wanted, by: 'hpa', reason, text });
  return [
    decide(30_000, [3, 6, 9], 'ScaleUpLimit', 'cpu 171 % of 60 % wants 9; at most double in 15 s'),
    {
      ...decide(30_000, [0, 1, 1], 'KEDAScalerActive', '30 messages wait for 0 pods'),
      workload: 'worker',
      by: 'keda',
    },
    decide(120_000, [6, 12, 18], 'ScaleUpLimit', 'cpu 171 % of 60 % wants 18; at most double in 15 s'),
    decide(210_000, [12, 20, 20], 'DesiredWithinRange', 'cpu 98 % of 60 % wants 20'),
    decide(
      1_200_000,
      [20, 20, 12],
      'ScaleDownStabilized',
      'cpu wants 12; the highest wish of the last 5 min stands',
    ),
  ];
}
