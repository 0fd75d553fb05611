import { DRAW, keyedUniform } from '../../random/keyed.ts';

/** When the metrics server asks, and how stale the answers are. */
export interface ScrapeGrid {
  /** Instant of scrape 0 [ms]. */
  readonly firstMs: number;
  readonly scrapeMs: number;
  /** A kubelet's figures are up to this old when they are read [ms]. */
  readonly kubeletRefreshMs: number;
}

/** The window between the last two points that a metrics server holds of a pod. */
export interface ScrapeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Least age of a container whose first point is measured from its start. Source: metrics-server pkg/storage/pod.go. */
const FRESH_CONTAINER_MS = 10_000;

/** Keeps the index of a draw above 0 for scrapes of pods that are older than scrape 0. */
const DRAW_OFFSET = 65_536;

/**
 * Returns the window of a pod's newest sample, or undefined when the metrics server does not hold two points of it. A
 * point is a kubelet's own reading, taken up to one refresh before the scrape that fetched it; a scrape that finds the
 * reading of the one before changes nothing. A container between 10 s and one scrape interval old has its start as its
 * first point. Source: metrics-server pkg/storage/pod.go, podStorage.Store and GetMetrics.
 * @param key of the pod's draws
 * @param runningMs start of its container
 */
export function newestWindow(
  grid: ScrapeGrid,
  key: number,
  runningMs: number,
  nowMs: number,
): ScrapeWindow | undefined {
  const newest = Math.floor((nowMs - grid.firstMs) / grid.scrapeMs);
  const pointMs = (scrape: number) =>
    grid.firstMs +
    scrape * grid.scrapeMs -
    keyedUniform(key, DRAW.scrape + scrape + DRAW_OFFSET) * grid.kubeletRefreshMs;
  // A reading is never replaced by an older one, so points further back than two refreshes cannot be the last two.
  const oldest = newest - 2 * Math.ceil(grid.kubeletRefreshMs / grid.scrapeMs) - 1;
  let last: number | undefined;
  let previous: number | undefined;
  for (let scrape = oldest; scrape <= newest; scrape++) {
    const atMs = pointMs(scrape);
    if (atMs <= runningMs || (last !== undefined && atMs <= last)) continue;
    previous = last;
    last = atMs;
  }
  if (last === undefined) return undefined;
  const ageMs = last - runningMs;
  if (ageMs >= FRESH_CONTAINER_MS && ageMs < grid.scrapeMs) return { fromMs: runningMs, toMs: last };
  return previous === undefined ? undefined : { fromMs: previous, toMs: last };
}
