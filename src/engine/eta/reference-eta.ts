/** Safety factor of the reference gateway. */
const BUFFER = 1.1;
const SHORTEST_SEC = 1;
const LONGEST_SEC = 600;
const FALLBACK_SEC_PER_POSITION = 2;

/**
 * Returns the ETA that the reference gateway makes of a position and a rate [s]: int(position / rate x 1.1) within
 * 1..600, or position x 2 without a limit where there is no rate. Source: reference gateway v1.1 and v1.2.
 */
export function referenceEtaSec(position: number, ratePerSec: number): number {
  if (ratePerSec <= 0) return position * FALLBACK_SEC_PER_POSITION;
  const eta = Math.trunc((position / ratePerSec) * BUFFER);
  return Math.min(LONGEST_SEC, Math.max(SHORTEST_SEC, eta));
}
