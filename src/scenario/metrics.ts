import { ESTIMATOR_IDS } from '../engine/eta/plan.ts';
import { parseCount } from '../units/count.ts';
import { parseDuration } from '../units/duration.ts';
import { parseMoney } from '../units/money.ts';
import { type Parsed, parsed, refused } from '../units/parsed.ts';
import { parseRate } from '../units/rate.ts';
import { parseShare } from '../units/share.ts';
import { INFRASTRUCTURE_METRICS } from './infrastructure-metrics.ts';
import {
  type Metric,
  type MetricPart,
  type MetricRow,
  type MetricUnit,
  metricsFrom,
  within,
} from './metric.ts';
import type { MetricNames } from './metric-names.ts';
import { nearest } from './nearest.ts';

export type { Metric, MetricNames, MetricUnit };

const WAIT_ROWS: readonly MetricRow[] = ['mean', 'p50', 'p95', 'p99', 'max'].map((each) => [
  `wait.${each}`,
  `wait.${each}Ms`,
  'ms',
  'low',
]);

const OUTCOME_ROWS: readonly MetricRow[] = [
  ['arrived', 'arrived', 'count', 'neither'],
  ['admitted', 'admitted', 'count', 'high'],
  ...['reneged', 'refused', 'balked', 'failed', 'censored'].map(
    (each): MetricRow => [each, each, 'count', 'low'],
  ),
];

const ACCURACY_ROWS: readonly MetricRow[] = [
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

const INTERVAL_ROWS: readonly MetricRow[] = ['80', '95'].flatMap((level): readonly MetricRow[] => [
  [`coverage${level}`, `coverage${level}`, 'share', 'high'],
  [`width${level}`, `width${level}Ms`, 'ms', 'low'],
  [`width${level}Share`, `width${level}Share`, 'signed-share', 'low'],
]);

const ETA_ROWS: readonly MetricRow[] = [
  ['a20Mean', 'a20Mean', 'share', 'high'],
  ['a20Worst', 'a20Worst', 'share', 'high'],
  ['a20VisitorWeighted', 'a20VisitorWeighted', 'share', 'high'],
  ['jitter', 'jitterMs', 'ms', 'low'],
  ['leftAfterBrokenPromise', 'leftAfterBrokenPromise', 'count', 'low'],
  ...within('overall', ACCURACY_ROWS),
  ...within('phases.<phase>', ACCURACY_ROWS),
  ['byHour.<hour>.a20', 'byHour.<hour>.a20', 'share', 'high'],
  ['byHour.<hour>.biasShare', 'byHour.<hour>.biasShare', 'signed-share', 'neither'],
];

const CLASS_ROWS: readonly MetricRow[] = [
  ...OUTCOME_ROWS,
  ['admittedShare', 'admittedShare', 'share', 'high'],
  ['overtookMean', 'overtookMean', 'count', 'neither'],
  ...WAIT_ROWS,
];

const ROWS: readonly MetricRow[] = [
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
    (each): MetricRow => [`requests.${each}`, `requests.${each}`, 'count', 'neither'],
  ),
  ['admission.perSecMean', 'admission.perSecMean', 'perSec', 'neither'],
  ['admission.refused403Share', 'admission.refused403Share', 'share', 'low'],
  ['admission.limitedShare', 'admission.limitedShare', 'share', 'low'],
  ...['tokenPaid', 'bypassed'].map(
    (each): MetricRow => [`admission.${each}`, `admission.${each}`, 'count', 'neither'],
  ),
  ...['tokensSpentByStatus', 'wastedReleases', 'swept'].map(
    (each): MetricRow => [`admission.${each}`, `admission.${each}`, 'count', 'low'],
  ),
  ['scoring.censoredShare', 'scoring.censoredShare', 'share', 'low'],
  ['littleLaw.relativeError', 'littleLaw.relativeError', 'signed-share', 'low'],
  ...within('eta.<estimator>', ETA_ROWS),
  ...within('byClass.<class>', CLASS_ROWS),
];

/** Every metric, with stand-ins. A new row makes a result nameable in thresholds, `until`, gates and sweeps. */
export const METRICS: readonly Metric[] = [
  ...metricsFrom(ROWS),
  ...metricsFrom(within('eta.<estimator>.overall', INTERVAL_ROWS), 'calibration'),
  ...metricsFrom(within('eta.<estimator>.phases.<phase>', INTERVAL_ROWS), 'calibration'),
  ...INFRASTRUCTURE_METRICS,
];

const PHASE_NAMES: readonly string[] = ['cold', 'warm', 'steady', 'late'];
const HOUR_NAMES: readonly string[] = Array.from(
  { length: 24 },
  (_, hour) => `h${String(hour).padStart(2, '0')}`,
);

type StandIn =
  | '<estimator>'
  | '<class>'
  | '<phase>'
  | '<hour>'
  | '<workload>'
  | '<gateway>'
  | '<worker>'
  | '<layer>'
  | '<tier>'
  | '<window>';

/** Returns the names that each stand-in may take. */
function namesByStandIn({
  estimators,
  classes,
  infrastructure,
}: MetricNames): Readonly<Record<StandIn, readonly string[]>> {
  const { gateway, workers = [], layers = [], tiers = [], windows = [] } = infrastructure ?? {};
  const gateways = gateway === undefined ? [] : [gateway];
  return {
    '<estimator>': estimators,
    '<class>': classes,
    '<phase>': PHASE_NAMES,
    '<hour>': HOUR_NAMES,
    '<workload>': [...gateways, ...workers],
    '<gateway>': gateways,
    '<worker>': workers,
    '<layer>': layers,
    '<tier>': tiers,
    '<window>': windows,
  };
}

/** Returns every metric that a scenario with these names has, without stand-ins. */
export function metricsOf(names: MetricNames): readonly Metric[] {
  const present = METRICS.filter(({ part }) => hasPart(part, names));
  return Object.entries(namesByStandIn(names)).reduce(
    (metrics, [standIn, options]) => metrics.flatMap((metric) => expand(metric, standIn, options)),
    present,
  );
}

function hasPart(part: MetricPart | undefined, { infrastructure, calibrated }: MetricNames): boolean {
  if (part === 'calibration') return calibrated === true;
  return part === undefined || infrastructure?.parts.includes(part) === true;
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
  const reason = whyAbsent(path, names);
  if (reason !== undefined) return reason;
  const candidates = metrics.map((each) => each.path);
  return refused('malformed', 'a metric of the catalogue (tacos explain metrics)', nearest(path, candidates));
}

/** Returns what a metric of the catalogue needs that this scenario has not got; undefined for a path of no metric. */
function whyAbsent(path: string, names: MetricNames): Parsed<never> | undefined {
  const steps = path.split('.');
  const meant = METRICS.filter((metric) => matches(metric.path.split('.'), steps));
  const lacking = meant.find(({ part }) => !hasPart(part, names));
  if (lacking?.part === 'calibration') {
    return refused('malformed', `a scenario with eta.calibration, which ${path} needs`);
  }
  if (lacking?.part !== undefined) {
    const section =
      lacking.part === 'infrastructure' ? 'part of the infrastructure' : `${lacking.part} section`;
    return refused('malformed', `a scenario with a ${section}, which ${path} needs`);
  }
  const options = namesByStandIn(names);
  for (const metric of meant) {
    const patterns = metric.path.split('.');
    const at = patterns.findIndex(
      (pattern, i) => isStandIn(pattern) && !options[pattern].includes(steps[i]!),
    );
    const pattern = patterns[at];
    if (pattern === undefined || !isStandIn(pattern)) continue;
    const known = options[pattern];
    const expected = `a ${pattern.slice(1, -1)} of this scenario: ${known.join(', ') || 'it has none'}`;
    const near = nearest(steps[at]!, known);
    return refused('malformed', expected, near === undefined ? undefined : steps.with(at, near).join('.'));
  }
  return undefined;
}

const STAND_INS: readonly string[] = Object.keys(namesByStandIn({ estimators: [], classes: [] }));

function isStandIn(pattern: string): pattern is StandIn {
  return STAND_INS.includes(pattern);
}

function matches(pattern: readonly string[], steps: readonly string[]): boolean {
  return pattern.length === steps.length && pattern.every((each, i) => isStandIn(each) || each === steps[i]);
}

function swapName(path: string, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const [section, , ...rest] = path.split('.');
  return [section, name, ...rest].join('.');
}

/** Returns a literal in the unit of a metric: ms, share, 1/s, count or USD. */
export function parseMetricLiteral(literal: string, unit: MetricUnit): Parsed<number> {
  const text = literal.trim();
  switch (unit) {
    case 'ms':
      return parseDuration(text);
    case 'perSec':
      return parseRate(text, true);
    case 'count':
      return parseCount(text);
    case 'usd':
      return parseMoney(text);
    case 'share':
      return parseShare(text);
    case 'signed-share': {
      const negative = text.startsWith('-');
      const size = parseShare(negative ? text.slice(1).trim() : text, { zeroAllowed: true, maxPercent: 1e6 });
      return negative && size.ok ? parsed(-size.value) : size;
    }
  }
}
