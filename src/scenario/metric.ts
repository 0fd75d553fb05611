/**
 * ms: a duration. share: 0..1. signed-share: may be negative or above 1. perSec: a rate. count: a number of things.
 * usd: an amount of money.
 */
export type MetricUnit = 'ms' | 'share' | 'signed-share' | 'perSec' | 'count' | 'usd';

/** What a result needs of a scenario: a calibration, or parts of the infrastructure; `infrastructure`: any of them. */
export type MetricPart =
  | 'calibration'
  | 'infrastructure'
  | 'cluster'
  | 'redis'
  | 'backend'
  | 'seats'
  | 'cost';

/** One result that thresholds, stopping rules and gates may name. */
export interface Metric {
  /** Path under `findings` without unit suffixes; `<estimator>`, `<phase>`, `<class>` and the like stand for names. */
  readonly path: string;
  /** Keys of the value under `findings`, with the same stand-ins. */
  readonly keys: readonly string[];
  readonly unit: MetricUnit;
  /** Which way is good; `neither` where that depends on what is wanted. */
  readonly better: 'high' | 'low' | 'neither';
  /** Absent: every scenario has it. */
  readonly part?: MetricPart;
}

/** A metric in short: its path, its dotted keys, unit and direction. */
export type MetricRow = readonly [path: string, key: string, unit: MetricUnit, better: Metric['better']];

/** Returns rows one section further down. */
export function within(prefix: string, rows: readonly MetricRow[]): readonly MetricRow[] {
  return rows.map(([path, key, unit, better]) => [`${prefix}.${path}`, `${prefix}.${key}`, unit, better]);
}

/** Returns rows as metrics of a part. */
export function metricsFrom(rows: readonly MetricRow[], part?: MetricPart): readonly Metric[] {
  return rows.map(([path, key, unit, better]) => ({
    path,
    keys: key.split('.'),
    unit,
    better,
    ...(part === undefined ? {} : { part }),
  }));
}
