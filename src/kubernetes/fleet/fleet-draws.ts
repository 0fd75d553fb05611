import { type Distribution, quantileOf } from '../../random/distribution.ts';
import { DRAW, keyedU32, keyedUniform, partKey, runKey } from '../../random/keyed.ts';

/** The run whose luck a cluster has. */
export interface RunSeed {
  readonly seed: number;
  readonly replication: number;
}

/** Parts of a run by number. Fixed for ever: a change moves every result. */
const NODES = 0;
const METRICS_SERVER = 1;
const FIRST_WORKLOAD = 16;

/** Returns the key of a workload's draws. */
export function workloadKey({ seed, replication }: RunSeed, workload: number): number {
  return partKey(runKey(seed, replication), FIRST_WORKLOAD + workload);
}

/** Returns the key of a pod's draws; a pod keeps its luck whatever happens to the others. */
export function podKey(run: RunSeed, workload: number, pod: number): number {
  return partKey(workloadKey(run, workload), pod);
}

/** Returns the key of a node's draws. */
export function nodeKey({ seed, replication }: RunSeed, node: number): number {
  return partKey(partKey(runKey(seed, replication), NODES), node);
}

/** Returns the key of what all nodes share: the node autoscaler's grid. */
export function nodesKey({ seed, replication }: RunSeed): number {
  return partKey(runKey(seed, replication), NODES);
}

/** Returns the key of the metrics server's draws. */
export function metricsServerKey({ seed, replication }: RunSeed): number {
  return partKey(runKey(seed, replication), METRICS_SERVER);
}

/** Returns a length of time drawn for one purpose, in whole milliseconds [ms]. */
export function drawMs(law: Distribution, key: number, purpose: number): number {
  return Math.max(0, Math.round(quantileOf(law, keyedUniform(key, purpose))));
}

/**
 * Returns where on a grid something begins, uniform in 0..periodMs - 1 [ms].
 * @param grid number of the grid among those of one key
 */
export function phaseMs(periodMs: number, key: number, grid = 0): number {
  return Math.floor(keyedUniform(key, DRAW.phase + grid) * periodMs);
}

/**
 * Returns those of the items that a loss hits: the share rounded to whole items, at least one where there are any, the
 * lots being each item's own.
 * @param share 0..1
 * @param loss number of the loss in its run, so that each draws new lots
 */
export function drawLots<Item extends { readonly key: number }>(
  items: readonly Item[],
  share: number,
  loss: number,
): readonly Item[] {
  if (share <= 0) return [];
  const hit = Math.min(items.length, Math.max(1, Math.round(share * items.length)));
  const lot = (item: Item) => keyedU32(item.key, DRAW.lot + loss);
  return [...items].sort((a, b) => lot(a) - lot(b)).slice(0, hit);
}
