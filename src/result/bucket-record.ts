import type { BucketRules } from '../engine/rules.ts';

/** What a token bucket would have answered to recorded requests. Instants are on the recording's own clock [ms]. */
export interface BucketReplayRecord {
  readonly bucket: BucketRules;
  /** Tokens in it at the first request. */
  readonly initialTokens: number;
  /** Instant of the first request, and of the last. */
  readonly firstMs: number;
  readonly lastMs: number;
  readonly requests: number;
  readonly allowed: number;
  readonly denied: number;
  /** Of those denied: asked for more than the capacity, so they can never be allowed. */
  readonly impossible: number;
  /** The first request that was denied though it could be allowed; absent where there is none. */
  readonly firstDenied?: BucketMoment;
  /** Most denials in a row by their time, requests that can never be allowed apart; absent where there is none. */
  readonly longestDenial?: { readonly fromMs: number; readonly untilMs: number; readonly requests: number };
  /** What the recording says was answered, beside ours; absent where it does not. */
  readonly compared?: BucketComparison;
  /** Present when the reading was stopped before the end of the recording. */
  readonly interrupted?: { readonly atMs: number };
}

interface BucketMoment {
  readonly atMs: number;
  /** Line of the file, 1-based. */
  readonly line: number;
}

export interface BucketComparison {
  readonly requests: number;
  readonly agreed: number;
  /** Allowed then and denied here, and the other way round. */
  readonly onlyRecorded: number;
  readonly onlyHere: number;
  readonly firstDisagreement?: BucketMoment & { readonly recorded: 'allowed' | 'denied' };
}

/** What made a bucket replay, so that it can be made again. */
export interface BucketManifest {
  /** Version of tacos. */
  readonly version: string;
  readonly kind: 'replay-bucket';
  /** Path of the recording as the user gave it, with the SHA-256 (hex) and the size of its bytes. */
  readonly trace: string;
  readonly traceHash: string;
  readonly traceBytes: number;
  /** The command line that does the same, without where its output goes. */
  readonly command: string;
}
