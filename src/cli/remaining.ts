/** How far work on several lanes is. */
export interface Standing {
  readonly elapsedMs: number;
  /** Tasks done, those that run by their share. */
  readonly done: number;
  /** How far each task that runs is, 0..1. */
  readonly shares: readonly number[];
  /** Tasks that have not begun. */
  readonly waiting: number;
  readonly lanes: number;
}

/**
 * Returns how long the work will still take [ms], as if all tasks took the same time: each lane ends its task, then takes the
 * next that waits; undefined before anything is done. With fewer tasks than lanes the last one decides, not the average.
 */
export function remainingMs({ elapsedMs, done, shares, waiting, lanes }: Standing): number | undefined {
  if (done <= 0) return undefined;
  const taskMs = (elapsedMs * lanes) / done;
  const freeAtMs = Array.from({ length: lanes }, (_, lane) => (1 - (shares[lane] ?? 1)) * taskMs);
  freeAtMs.sort((a, b) => a - b);
  // Equal tasks go round the lanes in the order in which these fall free.
  const rounds = Math.floor(waiting / lanes);
  const rest = waiting % lanes;
  return Math.max(...freeAtMs.map((ms, lane) => ms + (rounds + (lane < rest ? 1 : 0)) * taskMs));
}
