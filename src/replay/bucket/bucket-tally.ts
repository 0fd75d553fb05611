import type { BucketComparison, BucketReplayRecord } from '../../result/bucket-record.ts';
import type { BucketRequest } from './bucket-feed.ts';

type Tallied = Omit<BucketReplayRecord, 'bucket' | 'initialTokens' | 'interrupted'>;
type Mutable<Of> = { -readonly [Key in keyof Of]: Of[Key] };

/** Counts the decisions of a bucket, finds its longest spell of denials, and holds them against what was recorded. */
export class BucketTally {
  lastMs = 0;
  private readonly capacityTokens: number;
  private firstMs: number | undefined;
  private requests = 0;
  private allowed = 0;
  private impossible = 0;
  private firstDenied: Tallied['firstDenied'];
  private spell: Mutable<NonNullable<Tallied['longestDenial']>> | undefined;
  private longest: NonNullable<Tallied['longestDenial']> | undefined;
  private readonly compared: Mutable<BucketComparison> = {
    requests: 0,
    agreed: 0,
    onlyRecorded: 0,
    onlyHere: 0,
  };

  constructor(capacityTokens: number) {
    this.capacityTokens = capacityTokens;
  }

  add(request: BucketRequest, allowed: boolean): void {
    const { atMs, cost, line } = request;
    this.firstMs ??= atMs;
    this.lastMs = atMs;
    this.requests++;
    this.compare(request, allowed);
    if (allowed) {
      this.allowed++;
      this.spell = undefined;
      return;
    }
    if (cost > this.capacityTokens) {
      this.impossible++;
      return;
    }
    this.firstDenied ??= { atMs, line };
    this.spell ??= { fromMs: atMs, untilMs: atMs, requests: 0 };
    this.spell.untilMs = atMs;
    this.spell.requests++;
    const { longest, spell } = this;
    const longestMs = longest === undefined ? -1 : longest.untilMs - longest.fromMs;
    if (spell.untilMs - spell.fromMs > longestMs || spell.fromMs === longest?.fromMs)
      this.longest = { ...spell };
  }

  close(): Tallied {
    const { requests, allowed, impossible, firstDenied, longest, compared } = this;
    return {
      firstMs: this.firstMs ?? 0,
      lastMs: this.lastMs,
      requests,
      allowed,
      denied: requests - allowed,
      impossible,
      ...(firstDenied === undefined ? {} : { firstDenied }),
      ...(longest === undefined ? {} : { longestDenial: longest }),
      ...(compared.requests === 0 ? {} : { compared: { ...compared } }),
    };
  }

  private compare({ allowed: recorded, atMs, line }: BucketRequest, allowed: boolean): void {
    if (recorded === undefined) return;
    const { compared } = this;
    compared.requests++;
    if (recorded === allowed) {
      compared.agreed++;
      return;
    }
    if (recorded) compared.onlyRecorded++;
    else compared.onlyHere++;
    compared.firstDisagreement ??= { atMs, line, recorded: recorded ? 'allowed' : 'denied' };
  }
}
