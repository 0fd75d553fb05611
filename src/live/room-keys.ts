/** Parts of a room, in the order in which the scripts take them. */
const PARTS = ['state', 'book', 'line', 'active', 'fresh', 'stale', 'sessions'] as const;

/** Characters of the names of runs and events: nothing that a key pattern or a hash tag would take for its own. */
export const NAME_PATTERN = /^[A-Za-z0-9._-]{1,64}$/;

/** Returns what every key of a run begins with. */
export function runPrefix(run: string): string {
  return `tacos:${run}:`;
}

/** Returns the keys of a room. The hash tag is the event alone, so that they share one slot of a Cluster. */
export function roomKeys(run: string, event: string): readonly string[] {
  return PARTS.map((part) => `${runPrefix(run)}{${event}}:${part}`);
}
