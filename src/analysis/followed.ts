import type { WaitBand } from '../engine/eta/conformal/adaptive-band.ts';
import { promisedWait } from '../engine/eta/conformal/promise.ts';
import type { EstimatorId } from '../engine/eta/plan.ts';
import { NO_QUOTE, OUTCOMES, type RunRecord } from '../result/run-record.ts';
import type { RunIntervals } from './eta-intervals.ts';
import type { Followed } from './findings.ts';
import type { QuoteTruth } from './quote-truth.ts';

const MAX_ROWS = 24;

/**
 * Returns one visitor with kept quotes, from its first to its last: the one who waited longest of the admitted, or of
 * all where nobody was admitted; the one quoted first of equals. Absent without quotes.
 */
export function followVisitor(
  record: RunRecord,
  truth: QuoteTruth,
  intervals: Intervals = {},
): Followed | undefined {
  const slot = longestWaiting(record, truth);
  if (slot === undefined) return undefined;
  const visit = truth.visitOfSlot[slot]!;
  const { visits, plan } = record;
  const joinMs = visits.joinMs[visit]!;
  const endMs = OUTCOMES[visits.outcome[visit]!] === 'admitted' ? visits.endMs[visit]! : undefined;
  return {
    visit,
    className: plan.visitors[visits.classIndex[visit]!]!.name,
    joinMs,
    ...(endMs === undefined ? {} : { waitMs: endMs - joinMs }),
    rows: rowsOf(truth, slot).map((row) => ({
      ...quoteRow(record, row, endMs),
      ...promiseAt(record, row, intervals),
    })),
  };
}

type Intervals = Readonly<Partial<Record<EstimatorId, RunIntervals>>>;

/** Returns the quotes of the followed visitor that are shown, in order of time. */
export function followedRows(record: RunRecord, truth: QuoteTruth): readonly number[] {
  const slot = longestWaiting(record, truth);
  return slot === undefined ? [] : rowsOf(truth, slot);
}

/** At most MAX_ROWS quotes of a visitor. */
function rowsOf({ slot: slots }: QuoteTruth, slot: number): readonly number[] {
  const rows: number[] = [];
  for (let row = 0; row < slots.length; row += 1) if (slots[row] === slot) rows.push(row);
  return evenly(rows);
}

/** Returns the intervals of a quote, and what the visitor would be told; nothing where no estimator is calibrated. */
function promiseAt(
  { plan, quotes }: RunRecord,
  row: number,
  intervals: Intervals,
): Pick<Followed['rows'][number], 'bands' | 'promised'> {
  const entries = Object.entries(intervals) as [EstimatorId, RunIntervals][];
  if (entries.length === 0) return {};
  const bands: Partial<Record<EstimatorId, WaitBand>> = {};
  for (const [id, { bands: byRow }] of entries) {
    const band = byRow.get(row);
    if (band !== undefined) bands[id] = band;
  }
  if (intervals[plan.eta.displayed] === undefined) return { bands };
  const band = bands[plan.eta.displayed];
  const interval = band === undefined ? undefined : { lowSec: band.low80Sec, highSec: band.high80Sec };
  const lastChange = plan.admission.schedule.findLast((change) => change.atMs <= quotes.atMs[row]!);
  return { bands, promised: promisedWait(interval, lastChange?.refillPerSec === 0) };
}

function longestWaiting({ visits }: RunRecord, { visitOfSlot }: QuoteTruth): number | undefined {
  const admitted = OUTCOMES.indexOf('admitted');
  let best: number | undefined;
  let bestKey = -1;
  visitOfSlot.forEach((visit, slot) => {
    const waitMs = visits.endMs[visit]! - visits.joinMs[visit]!;
    // Any admitted visitor comes before all others.
    const key = visits.outcome[visit] === admitted ? waitMs + 2 ** 32 : waitMs;
    if (key <= bestKey) return;
    best = slot;
    bestKey = key;
  });
  return best;
}

function quoteRow(record: RunRecord, row: number, endMs: number | undefined): Followed['rows'][number] {
  const atMs = record.quotes.atMs[row]!;
  const confidence = record.series.sliding?.confidence[Math.floor(atMs / 1_000)];
  const shownSec: Partial<Record<EstimatorId, number>> = {};
  for (const id of record.plan.eta.estimators) {
    const shown = record.quotes.shownSec[id]?.[row];
    if (shown !== undefined && shown !== NO_QUOTE) shownSec[id] = shown;
    if (id === 'oracle' && endMs !== undefined) shownSec[id] = Math.round((endMs - atMs) / 1_000);
  }
  return {
    atMs,
    position: record.quotes.position[row]!,
    ...(endMs === undefined ? {} : { trueMs: endMs - atMs }),
    ...(confidence === undefined ? {} : { confidence }),
    shownSec,
  };
}

/** At most MAX_ROWS of the rows, the first and the last among them. */
function evenly(rows: readonly number[]): readonly number[] {
  if (rows.length <= MAX_ROWS) return rows;
  return Array.from(
    { length: MAX_ROWS },
    (_, i) => rows[Math.round((i * (rows.length - 1)) / (MAX_ROWS - 1))]!,
  );
}
