import { holmAdjusted } from '../../statistics/holm.ts';
import { oneSidedTest } from '../../statistics/one-sided.ts';
import { meanOfValues } from '../../statistics/summary.ts';
import type { GateFindings, GateVerdict, MetricFinding } from './gate-findings.ts';
import { type GatedMetric, worsening } from './gated-metric.ts';
import type { SeedValues } from './seed-values.ts';

/** Chance of a false alarm that a gate allows itself over all its looks. */
const GATE_LEVEL = 0.05;

/** The runs of one seed before and after a change. */
export interface SeedPair {
  readonly before: SeedValues;
  readonly after: SeedValues;
}

/** Which look at the data this is, 1-based, and how many there may be. */
export interface Look {
  readonly look: number;
  readonly looks: number;
}

/**
 * Returns what the pairs say. Each look may use an equal part of the level.
 *
 * A metric fails where "d is at most the margin" is rejected, in a family of all decisive metrics and guards that are there
 * (Holm); so the chance of any false FAIL is at most the level. It passes where the upper bound of d is below its margin;
 * the gate passes where all decisive metrics do, which needs no correction: the chance that all of them pass though one is
 * beyond its margin is at most that of this one (an intersection-union test, Berger 1982). Guards can fail a gate and not
 * hold it up. A metric that runs have lost cannot pass. Equal digests pass without a test.
 */
export function judgeGate(
  pairs: readonly SeedPair[],
  metrics: readonly GatedMetric[],
  { look, looks }: Look,
): GateFindings {
  const levelOfLook = GATE_LEVEL / looks;
  const identicalPairs = pairs.filter(({ before, after }) => before.digest === after.digest).length;
  const identical = pairs.length > 0 && identicalPairs === pairs.length;
  const measured = metrics.map((metric) => measure(pairs, metric, levelOfLook));
  const judged = identical ? measured.map(untested) : withVerdicts(measured, levelOfLook);
  return {
    verdict: identical ? 'pass' : overall(judged),
    identical,
    look,
    looks,
    level: GATE_LEVEL,
    levelOfLook,
    pairs: pairs.length,
    identicalPairs,
    metrics: judged,
  };
}

function measure(pairs: readonly SeedPair[], metric: GatedMetric, alpha: number): MetricFinding {
  const { path } = metric;
  const has = (values: SeedValues) => values.metrics[path] !== undefined;
  const both = pairs.filter(({ before, after }) => has(before) && has(after));
  const valuesOf = (side: keyof SeedPair) => both.map((pair) => pair[side].metrics[path] ?? 0);
  const [before, after] = [valuesOf('before'), valuesOf('after')];
  const differences = before.map((value, i) => worsening(metric, value, after[i] ?? value));
  const test = oneSidedTest(differences, metric.margin ?? 0, alpha);
  const worse = meanOfValues(differences);
  const isJudged = metric.role !== 'shown';
  const { keys: _, ...named } = metric;
  return {
    ...named,
    pairs: both.length,
    lost: pairs.filter((pair) => has(pair.before) && !has(pair.after)).length,
    gained: pairs.filter((pair) => !has(pair.before) && has(pair.after)).length,
    ...present('before', meanOfValues(before)),
    ...present('after', meanOfValues(after)),
    ...present('worse', worse),
    ...(test === undefined ? {} : { lower: test.lower, upper: test.upper }),
    ...present('p', isJudged ? test?.p : undefined),
  };
}

/** Equal results need no test; what was measured is enough. */
function untested({ lower: _, upper: __, p: ___, ...finding }: MetricFinding): MetricFinding {
  const isJudged = finding.role !== 'shown' && finding.pairs > 0;
  return isJudged ? { ...finding, verdict: 'pass' } : finding;
}

function present<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  // A computed key of one literal type: the object has that key and no other.
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

function withVerdicts(findings: readonly MetricFinding[], alpha: number): readonly MetricFinding[] {
  const tested = findings.filter(({ p }) => p !== undefined);
  const adjusted = holmAdjusted(tested.map(({ p }) => p ?? 1));
  return findings.map((finding) => {
    const adjustedP = adjusted[tested.indexOf(finding)];
    const verdict = verdictOf(finding, adjustedP, alpha);
    return {
      ...finding,
      ...(adjustedP === undefined ? {} : { adjustedP }),
      ...(verdict === undefined ? {} : { verdict }),
    };
  });
}

function verdictOf(
  { role, margin, pairs, lost, gained, upper }: MetricFinding,
  adjustedP: number | undefined,
  alpha: number,
): GateVerdict | undefined {
  if (role === 'shown' || margin === undefined) return undefined;
  if (pairs + lost + gained === 0) return undefined;
  if (adjustedP !== undefined && adjustedP <= alpha) return 'fail';
  if (upper === undefined || lost > 0) return 'inconclusive';
  return upper < margin ? 'pass' : 'inconclusive';
}

function overall(findings: readonly MetricFinding[]): GateVerdict {
  if (findings.some(({ verdict }) => verdict === 'fail')) return 'fail';
  const decisive = findings.filter(({ role, verdict }) => role === 'decisive' && verdict !== undefined);
  const isSettled = decisive.length > 0 && decisive.every(({ verdict }) => verdict === 'pass');
  return isSettled ? 'pass' : 'inconclusive';
}
