import { BAND_STEP_MS } from '../engine/eta/conformal/adaptive-band.ts';
import type { QuoteTruth } from './quote-truth.ts';

/** Quotes of admitted visitors in the order in which their truth became known, step by step of a band. */
export interface KnownOrder {
  readonly rows: Int32Array;
  /** Where the rows that became known in a step begin in `rows`; one entry more than there are steps. */
  readonly firstOfStep: Int32Array;
}

/** Returns the order in which a server learns how true its quotes were: when their visitors are let in. */
export function knownOrder(atMs: Int32Array, { rows, remainingMs }: QuoteTruth): KnownOrder {
  const stepOf = (row: number) => Math.floor((atMs[row]! + remainingMs[row]!) / BAND_STEP_MS);
  const steps = rows.admitted.reduce((last, row) => Math.max(last, stepOf(row) + 1), 0);
  const firstOfStep = new Int32Array(steps + 1);
  for (const row of rows.admitted) firstOfStep[stepOf(row) + 1]! += 1;
  for (let step = 0; step < steps; step += 1) firstOfStep[step + 1]! += firstOfStep[step]!;
  const next = firstOfStep.slice();
  const ordered = new Int32Array(rows.admitted.length);
  for (const row of rows.admitted) {
    const step = stepOf(row);
    ordered[next[step]!] = row;
    next[step]! += 1;
  }
  return { rows: ordered, firstOfStep };
}
