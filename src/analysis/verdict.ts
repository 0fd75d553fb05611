import { OUTCOMES, type RunRecord } from '../result/run-record.ts';
import type { Findings } from './findings.ts';

type Verdict = Findings['verdict'];

const STALL_SEC = 60;
const RATE_WINDOW_SEC = 300;
/** A line that is gone in this time holds nobody up [ms]. */
const BRIEF_MS = 60_000;

/**
 * Returns how the run ended, the first that is true of:
 * sold-out: there were seats, and the last of them was sold.
 * empties: nobody was left waiting.
 * stalls: people waited and nobody was let in over the last minute, or over the time that the refill needs for two
 * tokens where that is longer.
 * keeps-up: over the last fifth of the run people came at least half as fast as they left the line, and the mean number
 * waiting was not above that of the fifth before by more than 5 % and two square roots of it, the noise of a count. Or
 * people came in the last minute, and those waiting at the end are no more than a minute's admissions.
 * does-not-empty: everything else.
 */
export function verdictOf(record: RunRecord): Verdict {
  if (record.cluster?.seats?.soldOutMs !== undefined) return 'sold-out';
  if (!record.visits.outcome.includes(OUTCOMES.indexOf('censored'))) return 'empties';
  if (stalled(record)) return 'stalls';
  return keptUp(record) || hardlyWaits(record) ? 'keeps-up' : 'does-not-empty';
}

/**
 * Returns the time that the visitors left in line would need at the admission rate of the last five minutes [ms].
 * Both count visitors, so that tabs and ghosts do not. Absent when nobody waits or nobody was let in.
 */
export function remainingMs({ visits, endMs }: RunRecord): number | undefined {
  const windowMs = Math.min(endMs, RATE_WINDOW_SEC * 1_000);
  const [admitted, censored] = [OUTCOMES.indexOf('admitted'), OUTCOMES.indexOf('censored')];
  let waiting = 0;
  let letIn = 0;
  for (let v = 0; v < visits.outcome.length; v += 1) {
    if (visits.outcome[v] === censored) waiting += 1;
    if (visits.outcome[v] === admitted && visits.endMs[v]! > endMs - windowMs) letIn += 1;
  }
  return waiting === 0 || letIn === 0 ? undefined : waiting / (letIn / windowMs);
}

function hardlyWaits(record: RunRecord): boolean {
  const leftMs = remainingMs(record);
  return (
    leftMs !== undefined &&
    leftMs <= BRIEF_MS &&
    record.series.joins.slice(-BRIEF_MS / 1_000).some((came) => came > 0)
  );
}

function stalled({ series, plan }: RunRecord): boolean {
  const seconds = series.line.length;
  const refill = series.refillPerSec[seconds - 1] ?? 0;
  const windowSec =
    plan.admission.bucket === undefined || refill === 0
      ? STALL_SEC
      : Math.max(STALL_SEC, Math.ceil(2 / refill));
  if (seconds < windowSec) return false;
  for (let s = seconds - windowSec; s < seconds; s += 1) {
    if (series.admitted[s]! > 0 || series.line[s]! - series.ghosts[s]! <= 0) return false;
  }
  return true;
}

function keptUp({ series }: RunRecord): boolean {
  const seconds = series.line.length;
  const fifth = Math.floor(seconds / 5);
  if (fifth < 1) return false;
  const sumOf = (value: (s: number) => number, from: number, to: number) => {
    let total = 0;
    for (let s = from; s < to; s += 1) total += value(s);
    return total;
  };
  const waiting = (s: number) => series.line[s]! - series.ghosts[s]!;
  const before = sumOf(waiting, seconds - 2 * fifth, seconds - fifth) / fifth;
  const last = sumOf(waiting, seconds - fifth, seconds) / fifth;
  const came = sumOf((s) => series.joins[s]!, seconds - fifth, seconds);
  const left = sumOf(
    (s) => series.admitted[s]! + series.reneged[s]! + series.balked[s]!,
    seconds - fifth,
    seconds,
  );
  return came > 0 && 2 * came >= left && last <= before * 1.05 + 2 * Math.sqrt(before);
}
