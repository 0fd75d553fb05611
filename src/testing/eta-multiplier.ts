import { expect } from 'vitest';
import type { Estimator, EtaFacts } from '../engine/eta/estimator.ts';
import { EtaHistory } from './eta-history.ts';

const PER_SEC = 1000;

/** Positions are chosen so that a right quote is about this long: below the clamp of 600 s, and 1 s is 0.2 %. */
const AIMED_SEC = 500;

/** The table is rounded to about 0.5 %, whole seconds take up to 0.2 % away. */
const TOLERANCE = 0.01;

/**
 * Expects quotes over the true wait, at instants counted from the first admission, or from a halving of the rate after
 * 1,000 s. Asked at the beginning of a second, when a window holds exactly its 60, 300 or 900 complete ones.
 */
export function expectMultipliers(
  make: () => Estimator,
  table: readonly (readonly [sec: number, multiplier: number])[],
  since: 'first admission' | 'after a halving' = 'first admission',
  known: Partial<Omit<EtaFacts, 'log'>> = {},
): void {
  for (const [sec, multiplier] of table) {
    const history = new EtaHistory(make(), known);
    const halved = since === 'after a halving';
    if (halved) history.run(1000, PER_SEC);
    const truePerSec = halved ? PER_SEC / 2 : PER_SEC;
    history.run(sec, truePerSec);
    const position = Math.round((AIMED_SEC / multiplier) * truePerSec);
    const shown = (history.quote(position) ?? 0) / (position / truePerSec);
    expect(Math.abs(shown / multiplier - 1), `${sec} s: ${shown}, not ${multiplier}`).toBeLessThan(TOLERANCE);
  }
}
