import type { Distribution } from '../random/distribution.ts';

/** The rules by which a waiting room lets people in, with the reference system's defects as named switches. */
export interface AdmissionRules {
  /** pull: a visitor enters on its own poll. push: the server releases the head of the line. */
  readonly mode: 'pull' | 'push';
  readonly preset?: string;
  /** Absent: no bucket, admission costs nothing. */
  readonly bucket?: BucketRules;
  /** Ranks 1..headRanks may enter; absent: no gate. */
  readonly headRanks?: number;
  /** Ranks 1..bypassRanks do not pay a token; 0: none. */
  readonly bypassRanks: number;
  /** Minimum wait since joining by rank, ascending; ranks past the last band take the last band's wait. Empty: none. */
  readonly minWaits: readonly MinWaitBand[];
  readonly ghosts: GhostRules;
  /** Cap on sessions of admitted visitors; absent: none. */
  readonly sessions?: { readonly max: number; readonly durationMs: Distribution };
  /** Rate limiter in front of join, poll and enter; absent: none. */
  readonly limiter?: LimiterRules;
  /** Refill changes on the run clock, ascending; 0 is a pause. */
  readonly schedule: readonly RefillChange[];
  /** Log-AR(1) factor on the refill, mean 1, one value a second; absent: none. */
  readonly noise?: { readonly sd: number; readonly correlationMs: number };
  /** The position a visitor is shown: that of its joining, or what remains ahead. Eligibility always uses the true rank. */
  readonly shownPosition: 'joined' | 'remaining';
  /** Defect: each status poll of an eligible rank beyond the bypass takes a token. */
  readonly statusSpendsTokens: boolean;
  /** by-user: anonymous visitors share one member of the admission log, so they count once. */
  readonly admissionLog: 'by-user' | 'by-visit';
  /** Resolution of the line's score; visitors of one step of it are shuffled. 0: exact order of joining. */
  readonly scoreResolutionMs: number;
  /** full-length: a window's count is divided by its whole length even when history is shorter. */
  readonly etaWindows: 'full-length' | 'observed-time';
  /** Defect: `sliding` multiplies its rate by the weight of the local hour. */
  readonly hourWeight: boolean;
}

export interface BucketRules {
  readonly capacityTokens: number;
  readonly refillPerSec: number;
  /** Step of the bucket's clock [ms], 1 or more. */
  readonly clockResolutionMs: number;
  /** Absent: one server clock. Present: each request reads the wall clock of a random gateway pod. */
  readonly podClocks?: {
    readonly pods: number;
    /** Offsets of the pods are spread evenly over -skewMs..+skewMs. */
    readonly skewMs: number;
  };
}

export interface MinWaitBand {
  /** Highest rank of the band, 1-based; absent on a band that covers all ranks. */
  readonly upToRank?: number;
  readonly waitMs: number;
}

export interface GhostRules {
  /** A ticket whose last poll is longer ago has expired. */
  readonly heartbeatMs: number;
  /** A ticket whose last poll is longer ago is known to be inactive. */
  readonly inactiveAfterMs: number;
  /** Period of the sweep that removes expired tickets; absent: never removed. */
  readonly sweepMs?: number;
  /** Known inactive tickets do not count in rank and gate (pull) and are passed over (push). */
  readonly skip: boolean;
}

export interface LimiterRules {
  readonly ratePerSec: number;
  readonly burst: number;
  /** gateway: one limiter for all requests; visitor: one for each ticket. */
  readonly per: 'gateway' | 'visitor';
  /** floor-refill (defect): whole tokens only, and every call moves the refill instant. */
  readonly refill: 'exact' | 'floor-refill';
}

export interface RefillChange {
  readonly atMs: number;
  readonly refillPerSec: number;
}
