import { NO_QUOTE, type RunRecord } from '../result/run-record.ts';
import { hits20, refutes20 } from './accuracy-tally.ts';
import type { HourAccuracy } from './findings.ts';
import type { QuoteTruth } from './quote-truth.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Weight scored, weight of hits, sum of e - y [ms], sum of y [ms], quotes scored, weight of those with e and y. */
const FIELDS = 6;

/**
 * Returns how true an estimator's quotes were by the local hour at which they were asked, by hour name (`h00` to `h23`);
 * undefined for a run within one hour of the day. The rules are those of the A20 of phases.
 */
export function accuracyByHour(
  record: Pick<RunRecord, 'plan' | 'quotes' | 'endMs'>,
  truth: QuoteTruth,
  shownSec: Uint32Array,
  admittedOnly: boolean,
): Readonly<Record<string, HourAccuracy>> | undefined {
  const { startOfDayOffsetMs } = record.plan.clock;
  const hourAt = (ms: number) => Math.floor((startOfDayOffsetMs + ms) / HOUR_MS);
  if (hourAt(0) === hourAt(Math.max(0, record.endMs - 1))) return undefined;
  const sums = new Float64Array(HOURS * FIELDS);
  const { rows, remainingMs, weight } = truth;
  const add = (row: number, hit: boolean) => {
    const at = (hourAt(record.quotes.atMs[row]!) % HOURS) * FIELDS;
    const w = weight?.[row] ?? 1;
    sums[at]! += w;
    sums[at + 1]! += hit ? w : 0;
    sums[at + 4]! += 1;
    return { at, w };
  };
  for (const row of rows.admitted) {
    const shown = shownSec[row]!;
    const yMs = remainingMs[row]!;
    const { at, w } = add(row, shown !== NO_QUOTE && hits20(shown * 1_000, yMs));
    if (shown === NO_QUOTE) continue;
    sums[at + 2]! += w * (shown * 1_000 - yMs);
    sums[at + 3]! += w * yMs;
    sums[at + 5]! += w;
  }
  if (!admittedOnly) {
    for (const row of rows.censored) {
      const shown = shownSec[row]!;
      if (shown === NO_QUOTE || refutes20(shown * 1_000, remainingMs[row]!)) add(row, false);
    }
  }
  return byName(sums);
}

function byName(sums: Float64Array): Readonly<Record<string, HourAccuracy>> {
  const hours: Record<string, HourAccuracy> = {};
  for (let hour = 0; hour < HOURS; hour += 1) {
    const ofHour = sums.subarray(hour * FIELDS, (hour + 1) * FIELDS);
    const [scored = 0, hits = 0, errorMs = 0, trueMs = 0, quotes = 0, answered = 0] = ofHour;
    if (quotes === 0) continue;
    hours[hourName(hour)] = {
      a20: hits / scored,
      quotes,
      ...(trueMs > 0 ? { biasShare: errorMs / trueMs, trueMeanMs: trueMs / answered } : {}),
    };
  }
  return hours;
}

/** Returns the key of a local hour 0..23 in findings: `h07`. */
function hourName(hour: number): string {
  return `h${String(hour).padStart(2, '0')}`;
}
