import { OUTCOMES, type SecondSeries, type SlidingSeries } from '../../result/run-record.ts';
import type { Report } from '../report.ts';
import type { DataTable } from './table.ts';

/** Visitors up to which a table of every visit is written. */
export const VISIT_TABLE_LIMIT = 100_000;

/** Columns of the series with their unit: flows are counts in one second, levels stand at its end. */
const SERIES_HEADERS: Readonly<Record<Exclude<keyof SecondSeries, 'sliding'>, string>> = {
  arrivals: 'arrivalsPerSec',
  joins: 'joinsPerSec',
  polls: 'pollsPerSec',
  enters: 'entersPerSec',
  leaves: 'leavesPerSec',
  admitted: 'admittedPerSec',
  bypassed: 'bypassedPerSec',
  refusedByBucket: 'refusedByBucketPerSec',
  refusedBySessions: 'refusedBySessionsPerSec',
  refusedByGate: 'refusedByGatePerSec',
  limited: 'limitedPerSec',
  reneged: 'renegedPerSec',
  balked: 'balkedPerSec',
  line: 'lineTickets',
  ghosts: 'ghostTickets',
  active: 'activeTickets',
  sessions: 'sessions',
  tokens: 'tokens',
  refillPerSec: 'refillPerSec',
  actualRefillPerSec: 'actualRefillPerSec',
};

const SLIDING_HEADERS: Readonly<Record<keyof SlidingSeries, string>> = {
  count1Min: 'slidingCount1Min',
  count5Min: 'slidingCount5Min',
  count15Min: 'slidingCount15Min',
  rate1Min: 'slidingRate1MinPerSec',
  rate5Min: 'slidingRate5MinPerSec',
  rate15Min: 'slidingRate15MinPerSec',
  weightedRate: 'slidingWeightedRatePerSec',
  hourWeight: 'slidingHourWeight',
  confidence: 'slidingConfidence',
};

/** Returns one row for each second of the first replication. */
export function seriesTable(report: Report): DataTable {
  const { series } = report.record;
  const names = Object.keys(SERIES_HEADERS) as (keyof typeof SERIES_HEADERS)[];
  const { sliding } = series;
  const slidingNames = sliding === undefined ? [] : (Object.keys(SLIDING_HEADERS) as (keyof SlidingSeries)[]);
  const columns = [
    ...names.map((name) => series[name]),
    ...slidingNames.flatMap((name) => (sliding === undefined ? [] : [sliding[name]])),
  ];
  return {
    name: 'series',
    header: [
      'atSec',
      ...names.map((name) => SERIES_HEADERS[name]),
      ...slidingNames.map((name) => SLIDING_HEADERS[name]),
    ],
    rows: Array.from(series.line, (_, s) => [s, ...columns.map((column) => column[s])]),
  };
}

/** Returns one row for each visitor of the first replication; undefined where there are more than 100,000. */
export function visitsTable(report: Report): DataTable | undefined {
  const { visits, plan } = report.record;
  if (visits.outcome.length > VISIT_TABLE_LIMIT) return undefined;
  return {
    name: 'visits',
    header: ['class', 'outcome', 'polite', 'arriveMs', 'joinMs', 'endMs', 'polls', 'overtook'],
    rows: Array.from(visits.outcome, (outcome, v) => [
      plan.visitors[visits.classIndex[v] ?? 0]?.name,
      OUTCOMES[outcome],
      visits.polite[v] === 1,
      visits.arriveMs[v],
      visits.joinMs[v],
      visits.endMs[v],
      visits.polls[v],
      visits.overtook[v],
    ]),
  };
}
