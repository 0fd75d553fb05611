import type { WindowPlan } from '../scenario/infrastructure-plan.ts';
import { mean, total, weightedMean } from './column-figures.ts';
import type { WindowFindings } from './infrastructure-findings.ts';
import { busiestShard } from './redis-findings.ts';
import { type ClusterRun, requestsFailed, requestsSent } from './request-load.ts';
import { gatewayOf } from './workloads.ts';

/** Returns the means of each named window that the run reached, by name. */
export function describeWindows(run: ClusterRun): Readonly<Record<string, WindowFindings>> {
  const sent = requestsSent(run);
  const failed = requestsFailed(run);
  const found: Record<string, WindowFindings> = {};
  for (const window of run.plan.infrastructure?.windows ?? []) {
    const from = Math.ceil(window.fromMs / 1_000);
    const to = Math.min(sent.length, Math.floor(window.toMs / 1_000));
    if (to > from) found[window.name] = describeWindow(run, window, { sent, failed, from, to });
  }
  return found;
}

interface Span {
  readonly sent: Int32Array;
  readonly failed: Int32Array;
  /** Whole seconds of the run inside the window. */
  readonly from: number;
  readonly to: number;
}

function describeWindow(run: ClusterRun, window: WindowPlan, span: Span): WindowFindings {
  const { sent, failed, from, to } = span;
  const { cluster, series } = run;
  const requests = total(sent, from, to);
  const gateway = gatewayOf(run);
  const shards = cluster.redis?.shards ?? [];
  const busiest = shards[busiestShard(shards, from, to)];
  return {
    fromMs: window.fromMs,
    toMs: Math.min(window.toMs, run.endMs),
    requestsPerSec: requests / (to - from),
    admittedPerSec: total(series.admitted, from, to) / (to - from),
    failedShare: requests === 0 ? 0 : total(failed, from, to) / requests,
    ...present('redisCpu', busiest && mean(busiest.cpu, from, to)),
    ...present('gatewayCpu', gateway && mean(gateway.cpuOfRequest, from, to)),
    ...present('gatewayPods', gateway && mean(gateway.ready, from, to)),
    ...present('latencyP50Ms', weightedMean(cluster.latency.p50Ms, sent, from, to)),
    ...present('latencyP95Ms', weightedMean(cluster.latency.p95Ms, sent, from, to)),
    ...present('latencyP99Ms', weightedMean(cluster.latency.p99Ms, sent, from, to)),
  };
}

function present<K extends keyof WindowFindings>(
  key: K,
  value: number | undefined,
): { readonly [P in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: number });
}
