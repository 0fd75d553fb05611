/** One change of the replicas in one direction. */
export interface ScaleEvent {
  /** Pods added or removed, above 0. */
  readonly replicaChange: number;
  readonly atMs: number;
  /** Older than every policy period of its direction when the next event was stored: its place may be reused. */
  readonly outdated: boolean;
}

/**
 * Scale events of one direction, as the controller keeps them: storing flags those older than the direction's longest
 * policy period and reuses the last flagged place. What stays flagged is never deleted and counts for a longer period.
 * Source: kubernetes horizontal.go, storeScaleEvent, markScaleEventsOutdated and getReplicasChangePerPeriod.
 */
export class ScaleEvents {
  private readonly events: ScaleEvent[];

  constructor(events: readonly ScaleEvent[] = []) {
    this.events = [...events];
  }

  get stored(): readonly ScaleEvent[] {
    return this.events;
  }

  /** Pods changed in the trailing period; an event exactly that old is out of it. */
  changeWithin(periodMs: number, nowMs: number): number {
    let pods = 0;
    for (const { replicaChange, atMs } of this.events) if (atMs > nowMs - periodMs) pods += replicaChange;
    return pods;
  }

  store(replicaChange: number, longestPeriodMs: number, nowMs: number): void {
    this.events.forEach((event, index) => {
      if (event.atMs < nowMs - longestPeriodMs) this.events[index] = { ...event, outdated: true };
    });
    const stored = { replicaChange, atMs: nowMs, outdated: false };
    const reused = this.events.findLastIndex((event) => event.outdated);
    if (reused < 0) this.events.push(stored);
    else this.events[reused] = stored;
  }
}
