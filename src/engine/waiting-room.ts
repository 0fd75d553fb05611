import { AdmissionLog, type Admitted } from './admission-log.ts';
import { minWaitMs } from './eligibility.ts';
import type { AdmissionRules } from './rules.ts';
import { TokenBucket } from './token-bucket.ts';
import { WaitingLine } from './waiting-line.ts';

/** Answer to an enter. A number, not a word: it is given millions of times. */
export const PAID = 0;
export const BYPASSED = 1;
export const NOT_ELIGIBLE = 2;
export const NO_TOKEN = 3;
export const NO_SESSION = 4;
export type EnterReply =
  | typeof PAID
  | typeof BYPASSED
  | typeof NOT_ELIGIBLE
  | typeof NO_TOKEN
  | typeof NO_SESSION;

/** What the clock that the bucket goes by shows at an instant [ms]: the server's own, or a pod's. */
export type BucketClock = (nowMs: number) => number;

/**
 * The rules of admission over one line: who may enter, who pays, what the bucket holds. It answers at an instant that
 * the caller gives and knows neither visitors nor clocks. Tickets are named by their slot in the line.
 */
export class WaitingRoom {
  readonly line: WaitingLine;
  readonly log: AdmissionLog;
  readonly bucket: TokenBucket | undefined;
  /** Tokens taken by status polls. */
  tokensSpentByStatus = 0;
  /** Sessions of admitted visitors that are still open. */
  sessions = 0;
  private readonly rules: AdmissionRules;
  private readonly maxSessions: number;

  constructor(rules: AdmissionRules, slots: number) {
    this.rules = rules;
    this.line = new WaitingLine(slots, rules.headRanks ?? Number.POSITIVE_INFINITY, rules.ghosts.skip);
    this.log = new AdmissionLog(rules.admissionLog === 'by-user');
    this.bucket = rules.bucket === undefined ? undefined : new TokenBucket(rules.bucket, 0);
    this.maxSessions = rules.sessions?.max ?? Number.POSITIVE_INFINITY;
  }

  /** Position and minimum wait are met: what a status reply calls ready. May take a token (defect `statusSpendsTokens`). */
  status(slot: number, joinMs: number, nowMs: number, bucketMs: BucketClock): boolean {
    const rank = this.eligibleRank(slot, joinMs, nowMs);
    if (rank === undefined) return false;
    if (!this.rules.statusSpendsTokens || rank <= this.rules.bypassRanks || this.bucket === undefined)
      return true;
    if (!this.bucket.take(bucketMs(nowMs))) return false;
    this.tokensSpentByStatus++;
    return true;
  }

  /** An enter of a ticket in line. PAID and BYPASSED are grants; the caller then calls `admit`. */
  enter(slot: number, joinMs: number, nowMs: number, bucketMs: BucketClock): EnterReply {
    const rank = this.eligibleRank(slot, joinMs, nowMs);
    if (rank === undefined) return NOT_ELIGIBLE;
    if (this.sessions >= this.maxSessions) return NO_SESSION;
    if (rank <= this.rules.bypassRanks) return BYPASSED;
    return this.bucket === undefined || this.bucket.take(bucketMs(nowMs)) ? PAID : NO_TOKEN;
  }

  /**
   * push: the slot that is let in now, or undefined while there is no token, session or eligible head.
   * @param bucketMs what the bucket's clock shows
   */
  release(nowMs: number, joinMsOf: (slot: number) => number, bucketMs = nowMs): number | undefined {
    if (this.line.length === 0 || this.sessions >= this.maxSessions) return undefined;
    const head = this.line.head();
    if (head === undefined || nowMs - joinMsOf(head) < minWaitMs(1, this.rules.minWaits)) return undefined;
    return this.bucket === undefined || this.bucket.take(bucketMs) ? head : undefined;
  }

  /**
   * push: an instant not before now until which nobody can be released, if nothing else happens [ms].
   * @param skewMs how far the bucket's clock is ahead
   */
  nextReleaseMs(nowMs: number, skewMs = 0): number {
    if (this.line.length === 0) return Number.POSITIVE_INFINITY;
    return this.bucket === undefined ? nowMs : this.bucket.nextTokenMs(nowMs + skewMs) - skewMs;
  }

  /** Takes a granted ticket out of the line and into the log. */
  admit(slot: number, admitted: Admitted): void {
    this.line.remove(slot);
    this.log.record(admitted);
  }

  private eligibleRank(slot: number, joinMs: number, nowMs: number): number | undefined {
    if (slot > this.line.gateSlot) return undefined;
    const { minWaits, bypassRanks } = this.rules;
    if (minWaits.length === 0 && bypassRanks === 0) return bypassRanks + 1;
    const rank = this.line.rank(slot);
    return nowMs - joinMs >= minWaitMs(rank, minWaits) ? rank : undefined;
  }
}
