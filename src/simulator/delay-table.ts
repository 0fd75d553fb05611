import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import { fillWaits, type GammaWait } from '../statistics/wait-quantiles.ts';

const KINDS = REQUEST_KINDS.length;

/** Equally likely delays of each kind. */
export const DRAWS = 256;

/** Multipliers of the lattice: draw i has the ranks i, 149 i and 149^2 i (mod 256) at the three places where it waits. */
const POOL_STEP = 149;
const SHARD_STEP = (POOL_STEP * POOL_STEP) % DRAWS;

const LEVELS = Float64Array.from({ length: DRAWS }, (_, rank) => (rank + 0.5) / DRAWS);
const POOL_RANK = Uint8Array.from({ length: DRAWS }, (_, i) => (i * POOL_STEP) % DRAWS);
const SHARD_RANK = Uint8Array.from({ length: DRAWS }, (_, i) => (i * SHARD_STEP) % DRAWS);

/** What a served request meets behind the gateway. */
export interface BehindGateway {
  readonly pool: Readonly<GammaWait>;
  readonly shards: readonly Readonly<GammaWait>[];
  /** By shard: share of the served requests; adds up to 1. */
  readonly share: Float64Array;
  /** By shard x KINDS + kind: service and round trips [ms]. */
  readonly fixedMs: Float64Array;
  /** By kind: asks Redis. */
  readonly asks: readonly boolean[];
}

/**
 * Delays of served requests as 256 equally likely draws of each kind: the sum of three independent waits, a shard taken at
 * its share of the load, and what is fixed. The ranks of a draw at the three places form a lattice, in which every pair of
 * places is spread evenly, so the sum has the right mean, and its 95 % point within 2 %.
 * Source of the lattice: N. M. Korobov 1959; the multiplier was found by trying all on sums of exponentials.
 */
export class DelayTable {
  /** By kind x DRAWS + draw [ms]. */
  readonly ms = new Float64Array(KINDS * DRAWS);
  /** The same in whole milliseconds. */
  readonly wholeMs = new Int32Array(KINDS * DRAWS);
  /** Wait at the gateway alone, ascending [ms]. */
  readonly gatewayMs = new Float64Array(DRAWS);
  /** By draw: all waits of one who asks Redis [ms]. */
  readonly waitMs = new Float64Array(DRAWS);
  private readonly poolMs = new Float64Array(DRAWS);
  private readonly shardMs = new Float64Array(DRAWS);
  private readonly shardOfRank = new Uint16Array(DRAWS);
  private readonly levelOfRank = LEVELS.slice();
  private readonly endRank: number[] = [];
  private readonly share: number[] = [];
  /** Longest of `waitMs` [ms]. */
  private longestMs = 0;
  private readonly kept = new Float64Array(DRAWS);
  /** The shard that all requests ask; undefined: there are several. */
  private onlyShard: number | undefined;

  /** Works out the delays. @param serviceMs by kind, at the gateway */
  fill(gateway: Readonly<GammaWait>, serviceMs: Float64Array, behind: BehindGateway | undefined): void {
    const { gatewayMs, waitMs } = this;
    fillWaits(gateway, LEVELS, gatewayMs);
    if (behind !== undefined) this.fillBehind(behind);
    for (let kind = 0; kind < KINDS; kind++) {
      const service = serviceMs[kind]!;
      if (behind?.asks[kind] !== true) this.fillKind(kind, gatewayMs, service);
      else if (this.onlyShard !== undefined) {
        this.fillKind(kind, waitMs, service + behind.fixedMs[this.onlyShard * KINDS + kind]!);
      } else this.fillMixed(kind, service, behind.fixedMs);
    }
  }

  /** Whether some request of any kind may take longer than a limit [ms]. @param mostFixedMs service and round trips, of all kinds */
  exceeds(limitMs: number, mostFixedMs: number): boolean {
    return Math.max(this.gatewayMs[DRAWS - 1]!, this.longestMs) + mostFixedMs > limitMs;
  }

  /** Returns the share of a kind's draws above a limit; the others take their places, so that all are equally likely again. */
  cut(kind: number, limitMs: number): number {
    const { ms, wholeMs, kept } = this;
    const first = kind * DRAWS;
    let count = 0;
    for (let i = first; i < first + DRAWS; i++) {
      const delayMs = ms[i]!;
      if (delayMs <= limitMs) kept[count++] = delayMs;
    }
    if (count === DRAWS) return 0;
    for (let i = 0; i < DRAWS; i++) {
      const delayMs = count > 0 ? kept[Math.floor((i * count) / DRAWS)]! : limitMs;
      ms[first + i] = delayMs;
      wholeMs[first + i] = delayMs + 0.5;
    }
    return 1 - count / DRAWS;
  }

  /** Returns the shard that a draw asks. */
  shardOf(draw: number): number {
    return this.shardOfRank[SHARD_RANK[draw]!]!;
  }

  private fillKind(kind: number, waitMs: Float64Array, fixedMs: number): void {
    const { ms, wholeMs } = this;
    const first = kind * DRAWS;
    for (let i = 0; i < DRAWS; i++) {
      const delayMs = waitMs[i]! + fixedMs;
      ms[first + i] = delayMs;
      wholeMs[first + i] = delayMs + 0.5;
    }
  }

  private fillMixed(kind: number, serviceMs: number, fixedMs: Float64Array): void {
    const { ms, wholeMs, waitMs, shardOfRank } = this;
    const first = kind * DRAWS;
    for (let i = 0; i < DRAWS; i++) {
      const delayMs = waitMs[i]! + serviceMs + fixedMs[shardOfRank[SHARD_RANK[i]!]! * KINDS + kind]!;
      ms[first + i] = delayMs;
      wholeMs[first + i] = delayMs + 0.5;
    }
  }

  private fillBehind({ pool, shards, share }: BehindGateway): void {
    const { poolMs, shardMs, waitMs, gatewayMs, endRank } = this;
    this.deal(share);
    fillWaits(pool, LEVELS, poolMs);
    let from = 0;
    for (let shard = 0; shard < shards.length; shard++) {
      const until = endRank[shard]!;
      if (until > from) fillWaits(shards[shard]!, this.levelOfRank, shardMs, from, until);
      from = until;
    }
    let longestMs = 0;
    for (let i = 0; i < DRAWS; i++) {
      const sumMs = gatewayMs[i]! + poolMs[POOL_RANK[i]!]! + shardMs[SHARD_RANK[i]!]!;
      waitMs[i] = sumMs;
      if (sumMs > longestMs) longestMs = sumMs;
    }
    this.longestMs = longestMs;
  }

  /** Gives each shard its share of the ranks; within them the levels spread over 0..1 anew. */
  private deal(share: Float64Array): void {
    let isSame = true;
    for (let shard = 0; shard < share.length; shard++) if (share[shard] !== this.share[shard]) isSame = false;
    if (isSame) return;
    const only = share.indexOf(1);
    this.onlyShard = only < 0 ? undefined : only;
    let from = 0;
    let sum = 0;
    for (let shard = 0; shard < share.length; shard++) {
      this.share[shard] = share[shard]!;
      sum += share[shard]!;
      const until = shard === share.length - 1 ? DRAWS : Math.min(DRAWS, Math.round(sum * DRAWS));
      for (let rank = from; rank < until; rank++) {
        this.shardOfRank[rank] = shard;
        this.levelOfRank[rank] = (rank - from + 0.5) / (until - from);
      }
      this.endRank[shard] = until;
      from = until;
    }
  }
}
