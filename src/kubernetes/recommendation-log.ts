/** What the metrics asked for in one pass, before any limit. */
export interface Recommendation {
  readonly replicas: number;
  readonly atMs: number;
}

/**
 * Raw proposals of past passes. An outdated entry is overwritten, else the log grows, so entries are in no order of time
 * and the log is as long as the most passes that a window has held.
 */
export class RecommendationLog {
  private readonly log: Recommendation[];

  constructor(entries: readonly Recommendation[] = []) {
    this.log = [...entries];
  }

  get entries(): readonly Recommendation[] {
    return this.log;
  }

  /** Writes over the last outdated entry, or appends. */
  record(recommendation: Recommendation, isOutdated: (entry: Recommendation) => boolean): void {
    const index = this.log.findLastIndex(isOutdated);
    if (index < 0) this.log.push(recommendation);
    else this.log[index] = recommendation;
  }
}
