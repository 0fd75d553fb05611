import { mix32, PHI } from './mix.ts';

/** Draws of one purpose never share a k with another's: each owns 2^24 numbers from its base. */
const RANGE = 2 ** 24;

/**
 * First k of each purpose for `keyedU32`. `poll` takes the number of the poll (0..2^24 - 1); the others are used as they
 * are, or with an index below 2^24 added. Fixed for ever: a change moves every result.
 */
export const DRAW = Object.freeze({
  poll: 0,
  class: RANGE,
  impatient: 2 * RANGE,
  patience: 3 * RANGE,
  polite: 4 * RANGE,
  hidden: 5 * RANGE,
  balk: 6 * RANGE,
  anonymous: 7 * RANGE,
  session: 8 * RANGE,
  sample: 9 * RANGE,
  tie: 10 * RANGE,
  pod: 11 * RANGE,
  quote: 12 * RANGE,
  tab: 13 * RANGE,
  request: 14 * RANGE,
  bot: 15 * RANGE,
  country: 16 * RANGE,
  reserve: 17 * RANGE,
  buy: 18 * RANGE,
  buyTime: 19 * RANGE,
  schedule: 20 * RANGE,
  pull: 21 * RANGE,
  boot: 22 * RANGE,
  probe: 23 * RANGE,
  uid: 24 * RANGE,
  lot: 25 * RANGE,
  provision: 26 * RANGE,
  interruption: 27 * RANGE,
  scrape: 28 * RANGE,
  phase: 29 * RANGE,
});

/** Keeps the keys of a run's parts apart from those of its visitors. */
const PARTS = 0x2545f491;

/**
 * Returns the key of one run, an int32.
 * @param seed integer 0..2^32 - 1
 * @param replication 0-based
 */
export function runKey(seed: number, replication: number): number {
  return mix32(mix32(seed + PHI) + Math.imul(replication + 1, PHI));
}

/** Returns the key of a visitor (0-based number), an int32. Within one run no two visitors share a key. */
export function visitorKey(runKey: number, visitor: number): number {
  return mix32((Math.imul(visitor, PHI) + runKey) | 0);
}

/**
 * Returns the key of a part (0-based number) of what a key stands for, an int32: a workload of a run, a pod of a workload.
 * Parts of one whole never share a key.
 */
export function partKey(key: number, part: number): number {
  return visitorKey(mix32((key + PARTS) | 0), part);
}

/**
 * Returns draw k of a key, a uniform integer 0..2^32 - 1. The same key and k give the same number whatever was drawn
 * before, so a visitor keeps its luck under another order of service. With the key's own mix this is three rounds: one
 * round is not enough to pass PractRand, three are.
 * @param k a base of `DRAW` plus an index below 2^24
 */
export function keyedU32(key: number, k: number): number {
  return mix32((mix32(Math.imul(k, PHI) ^ key) + key) | 0) >>> 0;
}

/** Returns draw k of a key as a uniform number in the open interval (0, 1), 32-bit resolution. */
export function keyedUniform(key: number, k: number): number {
  return (keyedU32(key, k) + 0.5) * 2 ** -32;
}
