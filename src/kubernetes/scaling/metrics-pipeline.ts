import type { Fleet, PodView } from '../fleet/fleet.ts';
import { metricsServerKey, phaseMs, type RunSeed } from '../fleet/fleet-draws.ts';
import { memoryMilli } from '../fleet/pod-requests.ts';
import type { PodSample, PodSamples } from '../pod-state.ts';
import type { ClusterPlan, WorkloadPlan } from '../workload-plan.ts';
import { MemoryMarks } from './memory-marks.ts';
import { newestWindow, type ScrapeGrid, type ScrapeWindow } from './scrape-points.ts';
import { UsageHistory } from './usage-history.ts';

/** Means of a span of time over the pods of a workload that took requests. */
export interface PodUsage {
  readonly cpuMillicores: number;
  /** Working set at the pod's present rate, without what an earlier peak has left. */
  readonly memoryMiB: number;
  readonly requestsPerSec: number;
}

/** What a sample is of. */
export type Measure = 'cpu' | 'memory' | 'requests';

/** Span that one record tells of [ms]. */
const SPAN_MS = 1000;

interface WorkloadUsage {
  readonly plan: WorkloadPlan;
  /** Absent where nothing scales by samples. */
  readonly grid: ScrapeGrid | undefined;
  readonly cpu: UsageHistory;
  readonly memory: UsageHistory;
  readonly requests: UsageHistory;
  /** Up to the newest sample, and up to now. */
  readonly sampledMarks: MemoryMarks;
  readonly presentMarks: MemoryMarks;
}

/**
 * The way of a measurement from the pods to the autoscaler: kubelet, metrics server, metrics API. CPU and requests are
 * averaged over the window between the last two readings that the metrics server holds, so that nothing is left out or
 * counted twice; memory is that of the last one. A pod that takes no requests uses its idle CPU while its container runs.
 * Pods of a workload share its mean, since their load balancer does not prefer any.
 *
 * Custom metrics per pod come by the same way; an adapter and its store would add their own lag.
 */
export class MetricsPipeline {
  private readonly fleet: Fleet;
  private readonly usage: readonly WorkloadUsage[];

  constructor(plan: ClusterPlan, fleet: Fleet, run: RunSeed, startMs: number) {
    this.fleet = fleet;
    this.usage = plan.workloads.map((workload) => makeUsage(workload, run, startMs));
  }

  /** Tells the means of the second that ends now, over the workload's ready pods. Seconds not told of were idle. */
  record(workload: number, nowMs: number, perPod: PodUsage): void {
    const { cpu, memory, requests } = this.usage[workload]!;
    cpu.record(nowMs - SPAN_MS, nowMs, perPod.cpuMillicores);
    memory.record(nowMs - SPAN_MS, nowMs, perPod.memoryMiB);
    requests.record(nowMs - SPAN_MS, nowMs, perPod.requestsPerSec);
  }

  /** Returns the samples that the metrics API holds of a workload's pods, by pod name; none where it is not scaled by any. */
  samples(workload: number, measure: Measure, nowMs: number): PodSamples {
    const samples = new Map<string, PodSample>();
    for (const pod of this.fleet.pods(workload)) {
      const window = this.windowOf(workload, pod, nowMs);
      if (window === undefined) continue;
      const valueMilli = this.valueMilli(workload, pod, measure, window);
      samples.set(pod.name, { valueMilli, atMs: window.toMs, windowMs: window.toMs - window.fromMs });
    }
    return samples;
  }

  /** Returns the mean working set of the ready pods now, what earlier peaks have left included [MiB]; 0 without any. */
  memoryMiB(workload: number, nowMs: number): number {
    const pods = this.fleet.readyPods(workload);
    const marks = this.usage[workload]!.presentMarks;
    return pods.length === 0 ? 0 : pods.reduce((sum, pod) => sum + marks.at(pod, nowMs), 0) / pods.length;
  }

  private windowOf(workload: number, pod: PodView, nowMs: number): ScrapeWindow | undefined {
    const { grid } = this.usage[workload]!;
    if (grid === undefined || pod.runningMs === undefined) return undefined;
    const window = newestWindow(grid, pod.key, pod.runningMs, nowMs);
    // A node that does not answer drops out with the scrape that misses it.
    const scrapedMs = nowMs - ((((nowMs - grid.firstMs) % grid.scrapeMs) + grid.scrapeMs) % grid.scrapeMs);
    return pod.lostMs !== undefined && pod.lostMs <= scrapedMs ? undefined : window;
  }

  private valueMilli(workload: number, pod: PodView, measure: Measure, window: ScrapeWindow): number {
    const { plan, cpu, requests, sampledMarks } = this.usage[workload]!;
    switch (measure) {
      case 'cpu':
        return serving(pod, window, cpu, plan.role.idleCpuMillicores);
      case 'memory':
        return memoryMilli(sampledMarks.at(pod, window.toMs));
      case 'requests':
        return 1000 * serving(pod, window, requests, 0);
    }
  }
}

/** Mean over a window of what a pod does while it serves, and of its idle level for the rest. */
function serving(pod: PodView, { fromMs, toMs }: ScrapeWindow, history: UsageHistory, idle: number): number {
  let servedMs = 0;
  let sum = 0;
  for (const spell of pod.spells) {
    const beginMs = Math.max(fromMs, spell.fromMs);
    const endMs = Math.min(toMs, spell.untilMs ?? toMs);
    if (endMs <= beginMs) continue;
    servedMs += endMs - beginMs;
    sum += history.integral(beginMs, endMs);
  }
  const spanMs = toMs - fromMs;
  return (sum + idle * (spanMs - servedMs)) / spanMs;
}

function makeUsage(plan: WorkloadPlan, run: RunSeed, startMs: number): WorkloadUsage {
  const memory = new UsageHistory(plan.memory.baseMiB, startMs);
  const { scaling } = plan;
  return {
    plan,
    grid: scaling.kind === 'fixed' ? undefined : gridOf(scaling.settings, run, startMs),
    cpu: new UsageHistory(plan.role.idleCpuMillicores, startMs),
    memory,
    requests: new UsageHistory(0, startMs),
    sampledMarks: new MemoryMarks(plan, memory),
    presentMarks: new MemoryMarks(plan, memory),
  };
}

function gridOf(
  settings: { readonly scrapeMs: number; readonly kubeletRefreshMs: number },
  run: RunSeed,
  startMs: number,
): ScrapeGrid {
  const { scrapeMs, kubeletRefreshMs } = settings;
  return { firstMs: startMs + phaseMs(scrapeMs, metricsServerKey(run)), scrapeMs, kubeletRefreshMs };
}
