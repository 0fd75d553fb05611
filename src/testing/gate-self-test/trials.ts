import type { GateFindings } from '../../analysis/gate/gate-findings.ts';
import { type GatedMetric, worsening } from '../../analysis/gate/gated-metric.ts';
import { judgeGate, type SeedPair } from '../../analysis/gate/judge-gate.ts';
import type { SeedValues } from '../../analysis/gate/seed-values.ts';
import { Rng } from '../../random/rng.ts';
import type { PoolRow } from './pool.ts';

/** Pairs of the first look, and of both. */
const FIRST_LOOK = 20;
const BOTH_LOOKS = 40;

/** What a gate is shown as the new version of a run. */
export interface Change {
  /** Factor of the displayed estimator's errors. */
  readonly factor: number;
  /** Puts every judged metric at exactly its margin, on top. */
  readonly atMargins?: boolean;
  /** Moves the mean of d of this metric over the pool, which the factor has brought near its margin, to exactly there. */
  readonly centered?: string;
}

/** How often gates ended in what way. */
export interface Tally {
  readonly sets: number;
  readonly fail: number;
  readonly pass: number;
  readonly inconclusive: number;
  /** Gates that needed the second look. */
  readonly toppedUp: number;
}

/**
 * Runs the gate, both looks, on sets of pairs drawn from a pool, and counts its verdicts.
 *
 * A pair is a seed of the pool, drawn with replacement, and a coin that says which of its two streams is old and which is
 * new. Given the pool the pairs of a set, and the sets, are independent and of one law; and because of the coin the law of
 * new against old is exactly symmetric, so that "equal in law" is true of the pool itself and not only of what it was
 * drawn from. Error rates are therefore binomial in the number of sets.
 */
export function runTrials(
  pool: readonly PoolRow[],
  metrics: readonly GatedMetric[],
  change: Change,
  sets: number,
  seed: number,
): Tally {
  const rng = new Rng(seed, 0x6a7e);
  const makeWorse = worseningOf(pool, metrics, change);
  const verdicts: GateFindings['verdict'][] = [];
  let toppedUp = 0;
  for (let set = 0; set < sets; set += 1) {
    const pairs = Array.from({ length: BOTH_LOOKS }, (_, i) =>
      drawPair(pool, change.factor, makeWorse, rng, i),
    );
    const first = judgeGate(pairs.slice(0, FIRST_LOOK), metrics, { look: 1, looks: 2 });
    const isOpen = first.verdict === 'inconclusive';
    if (isOpen) toppedUp += 1;
    verdicts.push(isOpen ? judgeGate(pairs, metrics, { look: 2, looks: 2 }).verdict : first.verdict);
  }
  const count = (verdict: GateFindings['verdict']) => verdicts.filter((each) => each === verdict).length;
  return { sets, fail: count('fail'), pass: count('pass'), inconclusive: count('inconclusive'), toppedUp };
}

type MakeWorse = (values: SeedValues) => SeedValues;

function drawPair(
  pool: readonly PoolRow[],
  factor: number,
  makeWorse: MakeWorse,
  rng: Rng,
  seed: number,
): SeedPair {
  const row = pool[rng.below(pool.length)]!;
  const { before, after } = pairOf(row, factor, rng.below(2));
  return { before: { ...before, seed }, after: { ...makeWorse(after), seed } };
}

/** Returns one stream as it was, and the other with its errors multiplied. */
function pairOf({ streams }: PoolRow, factor: number, old: number): SeedPair {
  const before = streams[old]!.get(1);
  const after = streams[1 - old]!.get(factor);
  if (before === undefined || after === undefined) throw new RangeError(`the pool has no factor ${factor}`);
  return { before, after };
}

/** Returns the mean of d of a metric over a pool, each stream of a seed standing once on either side. */
export function meanWorsening(pool: readonly PoolRow[], metric: GatedMetric, factor: number): number {
  const differences = pool.flatMap((row) =>
    [0, 1].flatMap((old) => {
      const { before, after } = pairOf(row, factor, old);
      const [from, to] = [before.metrics[metric.path], after.metrics[metric.path]];
      return from === undefined || to === undefined ? [] : [worsening(metric, from, to)];
    }),
  );
  return differences.reduce((sum, d) => sum + d, 0) / Math.max(1, differences.length);
}

/** Returns what a change does to values beyond its factor. */
function worseningOf(
  pool: readonly PoolRow[],
  metrics: readonly GatedMetric[],
  { factor, atMargins = false, centered }: Change,
): MakeWorse {
  const moves = metrics.flatMap((metric): readonly (readonly [GatedMetric, number])[] => {
    if (metric.margin === undefined) return [];
    if (atMargins) return [[metric, metric.margin]];
    return metric.path === centered ? [[metric, metric.margin - meanWorsening(pool, metric, factor)]] : [];
  });
  return (values) => {
    const moved = moves.flatMap(([metric, by]) => {
      const value = values.metrics[metric.path];
      return value === undefined ? [] : [[metric.path, worseBy(metric, value, by)] as const];
    });
    return { ...values, metrics: { ...values.metrics, ...Object.fromEntries(moved) } };
  };
}

function worseBy({ worsening: how, better }: GatedMetric, value: number, by: number): number {
  switch (how.kind) {
    case 'away':
      return value < 0 ? value - by : value + by;
    case 'points':
      return better === 'high' ? value - by : value + by;
    case 'ratio':
      return better === 'high' ? value * Math.exp(-by) : value * Math.exp(by);
  }
}
