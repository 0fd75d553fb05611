import { TraceProblems } from '../trace-problems.ts';
import { BucketFeed, type BucketRequest } from './bucket-feed.ts';

/** First reading of recorded requests: finds every problem, and holds nothing of what it has read. */
export class BucketTraceCheck {
  readonly problems: TraceProblems;
  private readonly feed: BucketFeed;
  private requests = 0;
  private lastMs = 0;
  private disorder: { readonly line: number; readonly column: number } | undefined;
  private disordered = 0;

  constructor(file: string, ignored: readonly string[]) {
    this.problems = new TraceProblems(file);
    this.feed = new BucketFeed(ignored, this.problems, (request) => this.take(request));
  }

  push(chunk: Uint8Array): void {
    this.feed.push(chunk);
  }

  /** The recording is over: what can only be said now is reported. */
  end(): void {
    this.feed.end();
    if (this.disorder !== undefined) {
      const more = this.disordered - 1;
      this.problems.at(this.disorder, {
        code: 'trace-unsorted',
        path: 'at',
        got: `a time before that of an earlier row${more > 0 ? `, and ${more} more` : ''}`,
        expected: 'rows in ascending order of time',
        cure: 'sort the rows by time',
      });
    }
    if (this.requests === 0 && !this.problems.any)
      this.problems.at(undefined, { code: 'trace-empty', got: 'no rows', expected: 'a request at least' });
  }

  private take({ atMs }: BucketRequest): void {
    this.requests++;
    if (atMs < this.lastMs) {
      this.disorder ??= this.feed.timePlace;
      this.disordered++;
    } else this.lastMs = atMs;
  }
}
