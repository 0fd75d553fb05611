import type { BucketRules } from '../engine/rules.ts';
import type { Problem } from '../errors.ts';
import { parseCount } from '../units/count.ts';
import { parseDuration } from '../units/duration.ts';
import type { Parsed } from '../units/parsed.ts';
import { parseRate } from '../units/rate.ts';

/** What the command line says of a bucket, as text. */
export interface BucketFlags {
  readonly capacity: string;
  readonly refill: string;
  readonly clockResolution: string;
  readonly initial?: string;
  readonly ignore?: string;
}

export interface ReadBucketFlags {
  readonly rules: BucketRules;
  readonly initialTokens: number;
  readonly ignored: readonly string[];
}

/** Largest bucket of which whole nano-tokens are exact. */
const MAX_CAPACITY = 9e6;

/** Returns the flags of a bucket read, or undefined after reporting every problem in them. */
export function readBucketFlags(flags: BucketFlags, problems: Problem[]): ReadBucketFlags | undefined {
  const read = (flag: string, text: string, found: Parsed<number>): number | undefined => {
    if (found.ok) return found.value;
    const { code, expected, cure } = found.problem;
    problems.push({ code, path: flag, got: text, expected, ...(cure === undefined ? {} : { cure }) });
    return undefined;
  };
  const capacityTokens = read('--capacity', flags.capacity, parseCount(flags.capacity, 1, MAX_CAPACITY));
  const refillPerSec = read('--refill', flags.refill, parseRate(flags.refill, true));
  const clock = flags.clockResolution;
  const clockResolutionMs = read('--clock-resolution', clock, parseDuration(clock, 1));
  const most = capacityTokens ?? MAX_CAPACITY;
  const initialTokens =
    flags.initial === undefined ? most : read('--initial', flags.initial, parseCount(flags.initial, 0, most));
  if (capacityTokens === undefined || refillPerSec === undefined) return undefined;
  if (clockResolutionMs === undefined || initialTokens === undefined) return undefined;
  return {
    rules: { capacityTokens, refillPerSec, clockResolutionMs },
    initialTokens,
    ignored: flags.ignore?.split(',').map((name) => name.trim()) ?? [],
  };
}
