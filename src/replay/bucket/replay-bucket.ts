import type { BucketRules } from '../../engine/rules.ts';
import { TokenBucket } from '../../engine/token-bucket.ts';
import type { BucketReplayRecord } from '../../result/bucket-record.ts';
import { TraceProblems } from '../trace-problems.ts';
import { BucketFeed, type BucketRequest } from './bucket-feed.ts';
import { BucketTally } from './bucket-tally.ts';

/** Text that is gathered before it is handed on [characters]. */
const PAGE = 65_536;

/** Header of the decisions. */
export const DECISIONS_HEADER = 'atMs,cost,allowed,tokens\n';

/**
 * Second reading of recorded requests: asks a token bucket for each, in order, and hands out its decisions as rows of CSV.
 * The bucket is that of the waiting room, exact to the nano-token. It holds nothing but counts.
 */
export class BucketReplay {
  private readonly rules: BucketRules;
  private readonly initialTokens: number;
  private readonly write: (text: string) => void;
  private readonly feed: BucketFeed;
  private readonly tally: BucketTally;
  private bucket: TokenBucket | undefined;
  private page = DECISIONS_HEADER;

  /**
   * @param initialTokens in the bucket at the first request, at most its capacity
   * @param write takes pages of CSV
   */
  constructor(
    file: string,
    options: {
      readonly rules: BucketRules;
      readonly initialTokens: number;
      readonly ignored: readonly string[];
    },
    write: (text: string) => void,
  ) {
    this.rules = options.rules;
    this.initialTokens = options.initialTokens;
    this.write = write;
    this.tally = new BucketTally(options.rules.capacityTokens);
    // Problems were reported in the first reading; a file that has changed since is read as far as it can be.
    this.feed = new BucketFeed(options.ignored, new TraceProblems(file), (request) => this.take(request));
  }

  push(chunk: Uint8Array): void {
    this.feed.push(chunk);
  }

  /** Ends the reading and returns what it came to; marked where the recording goes on. */
  record(interrupted = false): BucketReplayRecord {
    if (!interrupted) this.feed.end();
    if (this.page !== '') this.write(this.page);
    this.page = '';
    const { rules, initialTokens, tally } = this;
    return {
      bucket: rules,
      initialTokens,
      ...tally.close(),
      ...(interrupted ? { interrupted: { atMs: tally.lastMs } } : {}),
    };
  }

  private take(request: BucketRequest): void {
    const { atMs, cost } = request;
    this.bucket ??= this.fill(atMs);
    const allowed = this.bucket.take(atMs, cost);
    this.page += `${atMs},${cost},${allowed},${this.bucket.tokensAt(atMs)}\n`;
    this.tally.add(request, allowed);
    if (this.page.length < PAGE) return;
    this.write(this.page);
    this.page = '';
  }

  private fill(atMs: number): TokenBucket {
    const bucket = new TokenBucket(this.rules, atMs);
    bucket.take(atMs, this.rules.capacityTokens - this.initialTokens);
    return bucket;
  }
}
