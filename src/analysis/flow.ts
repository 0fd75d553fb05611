import { OUTCOMES, type RunRecord } from '../result/run-record.ts';
import type { AdmissionFindings, Findings } from './findings.ts';

/** Returns the highest rates and the longest line, and when. Instants are starts of seconds; the warm-up counts. */
export function findPeaks({ series, totals }: RunRecord): Findings['peak'] {
  const requests = requestsPerSec(series);
  return {
    joinsPerSec: totals.peakJoinsPerSec,
    joinsAtMs: highestRow(series.joins) * 1_000,
    requestsPerSec: totals.peakRequestsPerSec,
    requestsAtMs: highestRow(requests) * 1_000,
    lineLength: totals.peakLine,
    lineAtMs: highestRow(series.line) * 1_000,
  };
}

/** Returns requests of every kind in each second. */
export function requestsPerSec({ joins, polls, enters, leaves }: RunRecord['series']): Int32Array {
  return joins.map((count, s) => count + polls[s]! + enters[s]! + leaves[s]!);
}

/** Returns requests by kind over the whole run. */
export function countRequests({ totals }: RunRecord): Findings['requests'] {
  return { joins: totals.joins, polls: totals.polls, enters: totals.enters, leaves: totals.leaves };
}

/** Returns how admission went over the whole run. Shares without anything to share are 0. */
export function describeAdmission(record: RunRecord): AdmissionFindings {
  const { totals } = record;
  const refused = totals.refusedByBucket + totals.refusedBySessions + totals.refusedByGate;
  const requests = totals.joins + totals.polls + totals.enters + totals.leaves;
  return {
    perSecMean: admissionsPerSec(record),
    refused403Share: totals.enters === 0 ? 0 : refused / totals.enters,
    limitedShare: requests === 0 ? 0 : totals.limited / requests,
    tokenPaid: totals.tokenPaid,
    bypassed: totals.bypassed,
    tokensSpentByStatus: totals.tokensSpentByStatus,
    wastedReleases: totals.wastedReleases,
    swept: totals.swept,
  };
}

/** Admitted tickets over the time from the first to the last admission; a time under one second counts as one. */
function admissionsPerSec({ totals, visits, firstAdmissionMs }: RunRecord): number {
  if (firstAdmissionMs === undefined) return 0;
  const admitted = OUTCOMES.indexOf('admitted');
  let lastMs = firstAdmissionMs;
  for (let v = 0; v < visits.outcome.length; v += 1) {
    if (visits.outcome[v] === admitted && visits.endMs[v]! > lastMs) lastMs = visits.endMs[v]!;
  }
  return totals.admittedTickets / Math.max(1, (lastMs - firstAdmissionMs) / 1_000);
}

/**
 * Returns both sides of Little's law L = lambda W for tickets in line. L is the integral of the line length over the
 * run divided by its length; lambda W is tickets per ms times the mean time of a ticket in line, censored ones to the
 * end. The two come from independent counters, and over a whole run they are equal.
 */
export function littleLaw({ totals, endMs }: RunRecord): Findings['littleLaw'] {
  if (endMs === 0) return { lineMean: 0, lambdaTimesWait: 0, relativeError: 0 };
  const lineMean = totals.lineIntegralMs / endMs;
  const meanWaitMs = totals.tickets === 0 ? 0 : totals.ticketWaitSumMs / totals.tickets;
  const lambdaTimesWait = (totals.tickets / endMs) * meanWaitMs;
  const larger = Math.max(lineMean, lambdaTimesWait);
  const relativeError = larger === 0 ? 0 : Math.abs(lineMean - lambdaTimesWait) / larger;
  return { lineMean, lambdaTimesWait, relativeError };
}

function highestRow(column: Int32Array): number {
  let best = 0;
  for (let row = 1; row < column.length; row += 1) {
    if (column[row]! > column[best]!) best = row;
  }
  return best;
}
