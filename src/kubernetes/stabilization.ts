import type { RecommendationLog } from './recommendation-log.ts';

/** Windows in which past proposals count, each in its direction; 0: none. */
export interface StabilizationWindows {
  readonly upMs: number;
  readonly downMs: number;
}

/**
 * Returns the replicas after stabilization and logs the proposal: growth waits until every proposal younger than the up
 * window asks for it, shrinking until every one younger than the down window does. An entry exactly as old as a window
 * is out of it. Source: kubernetes horizontal.go, stabilizeRecommendationWithBehaviors.
 */
export function stabilize(
  log: RecommendationLog,
  currentReplicas: number,
  desiredReplicas: number,
  windows: StabilizationWindows,
  nowMs: number,
): number {
  const upCutMs = nowMs - windows.upMs;
  const downCutMs = nowMs - windows.downMs;
  let lowest = desiredReplicas;
  let highest = desiredReplicas;
  for (const { replicas, atMs } of log.entries) {
    if (atMs > upCutMs) lowest = Math.min(lowest, replicas);
    if (atMs > downCutMs) highest = Math.max(highest, replicas);
  }
  const oldestCutMs = Math.min(upCutMs, downCutMs);
  log.record({ replicas: desiredReplicas, atMs: nowMs }, ({ atMs }) => atMs < oldestCutMs);
  return Math.min(Math.max(currentReplicas, lowest), highest);
}

/**
 * Returns the replicas after stabilization of an autoscaler without `behavior`, and logs the proposal: the highest of
 * the window, whose edge belongs to it. Growth is never held. Source: kubernetes horizontal.go, stabilizeRecommendation.
 */
export function stabilizeLegacy(
  log: RecommendationLog,
  desiredReplicas: number,
  windowMs: number,
  nowMs: number,
): number {
  const cutMs = nowMs - windowMs;
  let highest = desiredReplicas;
  for (const { replicas, atMs } of log.entries) if (atMs >= cutMs) highest = Math.max(highest, replicas);
  log.record({ replicas: desiredReplicas, atMs: nowMs }, ({ atMs }) => atMs < cutMs);
  return highest;
}
