import type { SecondSeries, Totals } from '../result/run-record.ts';

/** The totals that follow from the series. */
type SeriesTotals = Omit<
  Totals,
  | 'visitors'
  | 'tickets'
  | 'tokenPaid'
  | 'tokensSpentByStatus'
  | 'wastedReleases'
  | 'swept'
  | 'lineIntegralMs'
  | 'ticketWaitSumMs'
  | 'events'
  | 'peakLine'
>;

/** Returns the sums and peaks of a run's series. */
export function seriesTotals(series: SecondSeries): SeriesTotals {
  const requests = series.joins.map(
    (joins, second) => joins + series.polls[second]! + series.enters[second]! + series.leaves[second]!,
  );
  return {
    joins: sum(series.joins),
    polls: sum(series.polls),
    enters: sum(series.enters),
    leaves: sum(series.leaves),
    admittedTickets: sum(series.admitted),
    bypassed: sum(series.bypassed),
    refusedByBucket: sum(series.refusedByBucket),
    refusedBySessions: sum(series.refusedBySessions),
    refusedByGate: sum(series.refusedByGate),
    limited: sum(series.limited),
    peakRequestsPerSec: requests.reduce((most, count) => Math.max(most, count), 0),
    peakJoinsPerSec: series.joins.reduce((most, count) => Math.max(most, count), 0),
  };
}

function sum(column: Int32Array): number {
  return column.reduce((total, value) => total + value, 0);
}
