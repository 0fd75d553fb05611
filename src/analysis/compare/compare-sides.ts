import { holmAdjusted } from '../../statistics/holm.ts';
import {
  type MeanDifference,
  pairedMeanDifference,
  welchDifference,
} from '../../statistics/mean-difference.ts';
import { meanOfValues } from '../../statistics/summary.ts';
import type { ComparedMetric, ComparedSide } from './compared-side.ts';
import type { ComparedVerdict, Comparison, MetricComparison, SideFacts } from './comparison.ts';

const LEVEL = 0.95;

/**
 * Returns how B differs from A, metric by metric, with two-sided 95 % t intervals over whole runs.
 *
 * Runs of one seed and number make a pair, and the differences of pairs are compared (common random numbers); runs without
 * a partner are left out. Where there are not two pairs, the means of two independent samples are (Welch), and where one
 * side has a single run there are no intervals. Verdicts of the headline family hold together at 5 % (Holm); those of all
 * other metrics hold one by one, so that one in twenty of them is wrong where nothing differs.
 * Metrics that one side never has are left out.
 */
export function compareSides(
  a: ComparedSide,
  b: ComparedSide,
  metrics: readonly ComparedMetric[],
): Comparison {
  const pairs = pairsOf(a, b);
  const design =
    pairs.length >= 2 ? 'paired' : a.runs.length < 2 || b.runs.length < 2 ? 'single' : 'unpaired';
  const samples = metrics.map((metric) => ({ metric, sample: sampleOf(metric.path, a, b, pairs, design) }));
  const measured = samples.flatMap(({ metric, sample }) => compareMetric(metric, sample, design) ?? []);
  return {
    design,
    level: LEVEL,
    a: factsOf(a),
    b: factsOf(b),
    pairs: design === 'paired' ? pairs.length : 0,
    metrics: withVerdicts(measured),
  };
}

type Pair = readonly [a: ComparedSide['runs'][number], b: ComparedSide['runs'][number]];

function pairsOf(a: ComparedSide, b: ComparedSide): readonly Pair[] {
  if (a.seed === undefined || a.seed !== b.seed) return [];
  const partners = new Map(b.runs.map((each) => [each.run, each]));
  return a.runs.flatMap((each): readonly Pair[] => {
    const partner = partners.get(each.run);
    return partner === undefined ? [] : [[each, partner]];
  });
}

interface Sample {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Values of both sides; of pairs only those in which both have the metric. */
function sampleOf(
  path: string,
  a: ComparedSide,
  b: ComparedSide,
  pairs: readonly Pair[],
  design: Comparison['design'],
): Sample {
  if (design === 'paired') {
    const both = pairs.flatMap(([left, right]) => {
      const [from, to] = [left.metrics[path], right.metrics[path]];
      return from === undefined || to === undefined ? [] : [[from, to] as const];
    });
    return { a: both.map(([from]) => from), b: both.map(([, to]) => to) };
  }
  const valuesOf = ({ runs }: ComparedSide) =>
    runs.map(({ metrics }) => metrics[path]).filter((value) => value !== undefined);
  return { a: valuesOf(a), b: valuesOf(b) };
}

type Measured = Omit<MetricComparison, 'verdict' | 'adjustedP'> & { readonly isEqual: boolean };

function compareMetric(
  metric: ComparedMetric,
  { a, b }: Sample,
  design: Comparison['design'],
): Measured | undefined {
  const [meanA, meanB] = [meanOfValues(a), meanOfValues(b)];
  if (meanA === undefined || meanB === undefined) return undefined;
  const test = testOf({ a, b }, design);
  return {
    ...metric,
    meanA,
    meanB,
    runsA: a.length,
    runsB: b.length,
    difference: test?.difference ?? meanB - meanA,
    ...(test === undefined ? {} : { halfWidth: test.halfWidth, p: test.p }),
    isEqual: a.length === b.length && a.every((value, i) => value === b[i]),
  };
}

function testOf({ a, b }: Sample, design: Comparison['design']): MeanDifference | undefined {
  if (design === 'single') return undefined;
  return design === 'paired' ? pairedMeanDifference(a, b, LEVEL) : welchDifference(a, b, LEVEL);
}

function withVerdicts(measured: readonly Measured[]): readonly MetricComparison[] {
  const family = measured.filter(({ headline, p }) => headline && p !== undefined);
  const adjusted = holmAdjusted(family.map(({ p }) => p ?? 1));
  return measured.map((each) => {
    const { isEqual, ...metric } = each;
    const adjustedP = adjusted[family.indexOf(each)];
    const verdict = isEqual ? 'equal' : verdictOf(metric, adjustedP ?? metric.p);
    return { ...metric, ...(adjustedP === undefined ? {} : { adjustedP }), verdict };
  });
}

function verdictOf(
  { difference, better }: Pick<Measured, 'difference' | 'better'>,
  p: number | undefined,
): ComparedVerdict {
  if (p === undefined) return 'untested';
  if (p > 1 - LEVEL || difference === 0) return 'no-difference-shown';
  const isHigher = difference > 0;
  if (better === 'neither') return isHigher ? 'higher' : 'lower';
  return isHigher === (better === 'high') ? 'better' : 'worse';
}

function factsOf({ name, kind, seed, runs }: ComparedSide): SideFacts {
  return { name, kind, ...(seed === undefined ? {} : { seed }), runs: runs.length };
}
