import { metricsServerKey, phaseMs, podKey } from '../kubernetes/fleet/fleet-draws.ts';
import type { PodSample, PodSamples } from '../kubernetes/pod-state.ts';
import { newestWindow, type ScrapeGrid, type ScrapeWindow } from '../kubernetes/scaling/scrape-points.ts';
import { UsageHistory } from '../kubernetes/scaling/usage-history.ts';
import type { ReplaySettings } from '../result/replay-record.ts';
import type { RecordedDemand } from './recorded-demand.ts';
import type { ReplayPod } from './replay-pods.ts';

/** Resolution that metrics-server is deployed with, and how old a kubelet's figures may be [ms]. */
const SCRAPE_MS = 15_000;
const KUBELET_REFRESH_MS = 10_000;

/** Least window of a container that has not been running for a whole resolution [ms]. */
const LEAST_WINDOW_MS = 10_000;

/** The workload whose pods no replay has: its keys are those of series that belong to no pod. */
const SERIES_WORKLOAD = 1;

/**
 * What the metrics APIs show of a replay's pods: each Ready pod has an equal share of the recorded demand, CPU up to its
 * limit. CPU and metrics of pods are means over the newest window, memory and the workload's own metrics are those of its
 * end. A pod that is not Ready uses nothing but its memory.
 */
export class ReplaySamples {
  private readonly demand: RecordedDemand;
  private readonly settings: ReplaySettings;
  private readonly grid: ScrapeGrid;
  /** Of one Ready pod, by measure. */
  private readonly shares: ReadonlyMap<string, UsageHistory>;

  /** @param initialReplicas Ready pods before the recording begins */
  constructor(demand: RecordedDemand, settings: ReplaySettings, initialReplicas: number) {
    this.demand = demand;
    this.settings = settings;
    const firstMs = phaseMs(SCRAPE_MS, metricsServerKey({ seed: settings.seed, replication: 0 }));
    this.grid = { firstMs, scrapeMs: SCRAPE_MS, kubeletRefreshMs: KUBELET_REFRESH_MS };
    this.shares = new Map(
      [...demand.totals].map(([measure, total]) => [
        measure,
        new UsageHistory(this.share(measure, total.levelAt(0), initialReplicas), 0),
      ]),
    );
  }

  /** Tells how many pods were Ready in a span within one frame's; spans follow each other. */
  record(fromMs: number, toMs: number, ready: number): void {
    if (toMs <= fromMs) return;
    for (const [measure, history] of this.shares) {
      const total = this.demand.totals.get(measure)?.levelAt(toMs) ?? 0;
      history.record(fromMs, toMs, this.share(measure, total, ready));
    }
  }

  /** Returns the samples of a measure, by pod name. */
  ofPods(pods: readonly ReplayPod[], measure: string, nowMs: number): PodSamples {
    const samples = new Map<string, PodSample>();
    for (const pod of pods) {
      const window = this.windowOf(pod.key, pod.runningMs, nowMs);
      if (window === undefined) continue;
      const valueMilli = measure === 'memory' ? this.memory(window.toMs) : this.used(pod, measure, window);
      samples.set(pod.name, { valueMilli, atMs: window.toMs, windowMs: window.toMs - window.fromMs });
    }
    return samples;
  }

  /** Returns the newest value of a metric of the whole workload [milli-units]; undefined where it was not recorded. */
  ofWorkload(measure: string, nowMs: number): number | undefined {
    const key = podKey({ seed: this.settings.seed, replication: 0 }, SERIES_WORKLOAD, 0);
    const window = this.windowOf(key, Number.NEGATIVE_INFINITY, nowMs);
    return this.demand.totals.get(measure)?.levelAt(window?.toMs ?? nowMs);
  }

  private share(measure: string, totalMilli: number, ready: number): number {
    if (ready === 0) return 0;
    const limit = measure === 'cpu' ? this.settings.cpuLimitMilli : undefined;
    return Math.min(totalMilli / ready, limit ?? Number.POSITIVE_INFINITY);
  }

  private memory(atMs: number): number {
    const { memoryPerPod } = this.demand;
    if (this.settings.memory === 'per-pod' && memoryPerPod !== undefined) return memoryPerPod.levelAt(atMs);
    return this.shares.get('memory')?.levelAt(atMs) ?? 0;
  }

  private used(pod: ReplayPod, measure: string, { fromMs, toMs }: ScrapeWindow): number {
    const served = this.shares.get(measure)?.integral(Math.max(fromMs, pod.readyMs), toMs) ?? 0;
    return served / (toMs - fromMs);
  }

  private windowOf(key: number, runningMs: number, nowMs: number): ScrapeWindow | undefined {
    const { lagMs } = this.settings;
    if (lagMs === undefined) return newestWindow(this.grid, key, runningMs, nowMs);
    const toMs = nowMs - lagMs;
    const fromMs = Math.max(toMs - SCRAPE_MS, runningMs);
    return toMs - fromMs < LEAST_WINDOW_MS ? undefined : { fromMs, toMs };
  }
}
