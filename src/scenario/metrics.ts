import { ESTIMATOR_IDS } from '../engine/eta/plan.ts';
import { parseCount } from '../units/count.ts';
import { parseDuration } from '../units/duration.ts';
import { type Parsed, parsed, refused } from '../units/parsed.ts';
import { parseRate } from '../units/rate.ts';
import { parseShare } from '../units/share.ts';
import { nearest } from './nearest.ts';

/** ms: a duration. share: 0..1. signed-share: may be negative or above 1. perSec: a rate. count: a number of things. */
export type MetricUnit = 'ms' | 'share' | 'signed-share' | 'perSec' | 'count';

/** One result that thresholds, stopping rules and gates may name. */
export interface Metric {
  /** Path under `findings` without unit suffixes; `<estimator>`, `<phase>` and `<class>` stand for names. */
  readonly path: string;
  /** Keys of the value under `findings`, with the same stand-ins. */
  readonly keys: readonly string[];
  readonly unit: MetricUnit;
  /** Which way is good; `neither` where that depends on what is wanted. */
  readonly better: 'high' | 'low' | 'neither';
}

type Row = readonly [path: string, key: string, unit: MetricUnit, better: Metric['better']];

const WAIT_ROWS: readonly Row[] = ['mean', 'p50', 'p95', 'p99', 'max'].map((each) => [
  `wait.${each}`,
  `wait.${each}Ms`,
  'ms',
  'low',
]);

const OUTCOME_ROWS: readonly Row[] = [
  ['arrived', 'arrived', 'count', 'neither'],
  ['admitted', 'admitted', 'count', 'high'],
  ...['reneged', 'refused', 'balked', 'failed', 'censored'].map((each): Row => [each, each, 'count', 'low']),
];

const ACCURACY_ROWS: readonly Row[] = [
  ['a20', 'a20', 'share', 'high'],
  ['a10', 'a10', 'share', 'high'],
  ['biasShare', 'biasShare', 'signed-share', 'neither'],
  ['optimisticShare', 'optimisticShare', 'share', 'low'],
  ['answeredShare', 'answeredShare', 'share', 'high'],
  ['mae', 'maeMs', 'ms', 'low'],
  ['p90AbsError', 'p90AbsErrorMs', 'ms', 'low'],
  ['wape', 'wape', 'signed-share', 'low'],
  ['quotes', 'quotes', 'count', 'neither'],
  ['censoredShare', 'censoredShare', 'share', 'low'],
];

const ETA_ROWS: readonly Row[] = [
  ['a20Mean', 'a20Mean', 'share', 'high'],
  ['a20Worst', 'a20Worst', 'share', 'high'],
  ['a20VisitorWeighted', 'a20VisitorWeighted', 'share', 'high'],
  ['jitter', 'jitterMs', 'ms', 'low'],
  ['leftAfterBrokenPromise', 'leftAfterBrokenPromise', 'count', 'low'],
  ...within('overall', ACCURACY_ROWS),
  ...within('phases.<phase>', ACCURACY_ROWS),
];

const CLASS_ROWS: readonly Row[] = [
  ...OUTCOME_ROWS,
  ['admittedShare', 'admittedShare', 'share', 'high'],
  ['overtookMean', 'overtookMean', 'count', 'neither'],
  ...WAIT_ROWS,
];

const ROWS: readonly Row[] = [
  ['end', 'endMs', 'ms', 'neither'],
  ['firstAdmission', 'firstAdmissionMs', 'ms', 'low'],
  ['empty', 'emptyMs', 'ms', 'low'],
  ['remaining', 'remainingMs', 'ms', 'low'],
  ...within('outcomes', OUTCOME_ROWS),
  ...WAIT_ROWS,
  ['peak.joinsPerSec', 'peak.joinsPerSec', 'perSec', 'neither'],
  ['peak.requestsPerSec', 'peak.requestsPerSec', 'perSec', 'low'],
  ['peak.lineLength', 'peak.lineLength', 'count', 'low'],
  ...['joins', 'polls', 'enters', 'leaves'].map(
    (each): Row => [`requests.${each}`, `requests.${each}`, 'count', 'neither'],
  ),
  ['admission.perSecMean', 'admission.perSecMean', 'perSec', 'neither'],
  ['admission.refused403Share', 'admission.refused403Share', 'share', 'low'],
  ['admission.limitedShare', 'admission.limitedShare', 'share', 'low'],
  ...['tokenPaid', 'bypassed'].map(
    (each): Row => [`admission.${each}`, `admission.${each}`, 'count', 'neither'],
  ),
  ...['tokensSpentByStatus', 'wastedReleases', 'swept'].map(
    (each): Row => [`admission.${each}`, `admission.${each}`, 'count', 'low'],
  ),
  ['scoring.censoredShare', 'scoring.censoredShare', 'share', 'low'],
  ['littleLaw.relativeError', 'littleLaw.relativeError', 'signed-share', 'low'],
  ...within('eta.<estimator>', ETA_ROWS),
  ...within('byClass.<class>', CLASS_ROWS),
];

function within(prefix: string, rows: readonly Row[]): readonly Row[] {
  return rows.map(([path, key, unit, better]) => [`${prefix}.${path}`, `${prefix}.${key}`, unit, better]);
}

/** Every metric, with stand-ins. A new row makes a result nameable in thresholds, `until`, gates and sweeps. */
export const METRICS: readonly Metric[] = ROWS.map(([path, key, unit, better]) => ({
  path,
  keys: key.split('.'),
  unit,
  better,
}));

/** Names of one scenario that stand-ins may take. */
export interface MetricNames {
  readonly estimators: readonly string[];
  readonly classes: readonly string[];
}

const PHASE_NAMES: readonly string[] = ['cold', 'warm', 'steady', 'late'];

/** Returns every metric that a scenario with these names has, without stand-ins. */
export function metricsOf(names: MetricNames): readonly Metric[] {
  const values = { '<estimator>': names.estimators, '<class>': names.classes, '<phase>': PHASE_NAMES };
  return Object.entries(values).reduce(
    (metrics, [standIn, options]) => metrics.flatMap((metric) => expand(metric, standIn, options)),
    METRICS,
  );
}

function expand(metric: Metric, standIn: string, options: readonly string[]): readonly Metric[] {
  if (!metric.keys.includes(standIn)) return [metric];
  return options.map((option) => ({
    ...metric,
    path: metric.path.replace(standIn, option),
    keys: metric.keys.map((key) => (key === standIn ? option : key)),
  }));
}

/** Returns a metric by its path, or why there is none and what may have been meant. */
export function findMetric(path: string, names: MetricNames): Parsed<Metric> {
  const metrics = metricsOf(names);
  const metric = metrics.find((each) => each.path === path);
  if (metric !== undefined) return parsed(metric);
  const [section, name] = path.split('.');
  if (section === 'eta' && name !== undefined && !names.estimators.includes(name)) {
    const built = ESTIMATOR_IDS.some((id) => id === name);
    const expected = built
      ? `an estimator of this scenario: ${names.estimators.join(', ')}; add ${name} to eta.estimators`
      : `an estimator: ${names.estimators.join(', ')}`;
    return refused('malformed', expected, swapName(path, nearest(name, names.estimators)));
  }
  if (section === 'byClass' && name !== undefined && !names.classes.includes(name)) {
    const expected = `a class of visitors: ${names.classes.join(', ')}`;
    return refused('malformed', expected, swapName(path, nearest(name, names.classes)));
  }
  const candidates = metrics.map((each) => each.path);
  return refused('malformed', 'a metric of the catalogue (tacos explain metrics)', nearest(path, candidates));
}

function swapName(path: string, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const [section, , ...rest] = path.split('.');
  return [section, name, ...rest].join('.');
}

/** Returns a literal in the unit of a metric: ms, share, 1/s or count. */
export function parseMetricLiteral(literal: string, unit: MetricUnit): Parsed<number> {
  const text = literal.trim();
  switch (unit) {
    case 'ms':
      return parseDuration(text);
    case 'perSec':
      return parseRate(text, true);
    case 'count':
      return parseCount(text);
    case 'share':
      return parseShare(text);
    case 'signed-share': {
      const negative = text.startsWith('-');
      const size = parseShare(negative ? text.slice(1).trim() : text, { zeroAllowed: true, maxPercent: 1e6 });
      return negative && size.ok ? parsed(-size.value) : size;
    }
  }
}
