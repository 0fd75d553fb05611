import { quoteTruth } from '../../analysis/quote-truth.ts';
import { keyedUniform } from '../../random/keyed.ts';
import { NO_QUOTE, type RunRecord } from '../../result/run-record.ts';

/** Key of the draws that round. */
const ROUNDING = 0x5eed;

/**
 * Returns a record in which the displayed estimator's errors are `factor` times what they were: with e the wait shown and y
 * the true remaining wait, e' = y + factor (e - y), not below 0 and in whole seconds again, as quotes are shown. Rounding is
 * up as often as the second is over, by a hash of the row: to the nearest second, an error of 20 s would stay 20 s at 1.02.
 * Its mean absolute error then is `factor` times what it was, but for what is cut off at 0 and for errors below a second.
 * Quotes whose truth is not known, of visitors who left or still wait, stay as they are.
 */
export function withErrorsScaled(record: RunRecord, factor: number): RunRecord {
  const { displayed } = record.plan.eta;
  const shown = record.quotes.shownSec[displayed];
  if (shown === undefined) throw new RangeError(`${displayed} has no quotes`);
  const { rows, remainingMs } = quoteTruth(record);
  const scaled = shown.slice();
  for (const row of rows.admitted) {
    const shownSec = shown[row] ?? NO_QUOTE;
    if (shownSec === NO_QUOTE) continue;
    const trueSec = (remainingMs[row] ?? 0) / 1_000;
    const wantedSec = trueSec + factor * (shownSec - trueSec);
    scaled[row] = Math.max(0, Math.floor(wantedSec + keyedUniform(ROUNDING, row)));
  }
  const { quotes } = record;
  return { ...record, quotes: { ...quotes, shownSec: { ...quotes.shownSec, [displayed]: scaled } } };
}
