import type { EstimatorId } from '../engine/eta/plan.ts';
import { NO_QUOTE, OUTCOMES, type RunRecord } from '../result/run-record.ts';
import type { Followed } from './findings.ts';
import type { QuoteTruth } from './quote-truth.ts';

const MAX_ROWS = 24;

/**
 * Returns one visitor with kept quotes, from its first to its last: the one who waited longest of the admitted, or of
 * all where nobody was admitted; the one quoted first of equals. Absent without quotes.
 */
export function followVisitor(record: RunRecord, truth: QuoteTruth): Followed | undefined {
  const slot = longestWaiting(record, truth);
  if (slot === undefined) return undefined;
  const visit = truth.visitOfSlot[slot]!;
  const { visits, plan } = record;
  const joinMs = visits.joinMs[visit]!;
  const endMs = OUTCOMES[visits.outcome[visit]!] === 'admitted' ? visits.endMs[visit]! : undefined;
  const rows: number[] = [];
  for (let row = 0; row < truth.slot.length; row += 1) if (truth.slot[row] === slot) rows.push(row);
  return {
    visit,
    className: plan.visitors[visits.classIndex[visit]!]!.name,
    joinMs,
    ...(endMs === undefined ? {} : { waitMs: endMs - joinMs }),
    rows: evenly(rows).map((row) => quoteRow(record, row, endMs)),
  };
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
