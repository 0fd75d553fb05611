/**
 * Added to wait and ETA before their ratio is taken [s], so that an ETA of 0 and a wait of 0 have one. Beyond a minute it moves a
 * ratio by less than its bins are wide.
 */
const OFFSET_SEC = 1;

/** Width of a bin of log ratios: a ratio read from the middle of a bin is within 0.2 % of any in it. */
const BIN_WIDTH = 0.004;

/** Bins reach from e^-14 to e^14, a factor of 1.2 million either way; what lies beyond falls into the last bin. */
const HIGHEST_LOG = 14;

/** Bins of one histogram of log ratios. */
export const RATIO_BINS = (2 * HIGHEST_LOG) / BIN_WIDTH;

/** Returns (y + 1 s) / (e + 1 s), by which a quote of e was too short (above 1) or too long (below 1) for a wait of y. */
export function waitRatio(waitSec: number, etaSec: number): number {
  return (waitSec + OFFSET_SEC) / (etaSec + OFFSET_SEC);
}

/** Returns the wait [s] that stands in a ratio to an ETA: the inverse of waitRatio in its first argument, never below 0. */
export function waitAtRatio(ratio: number, etaSec: number): number {
  return Math.max(0, ratio * (etaSec + OFFSET_SEC) - OFFSET_SEC);
}

/** Returns the bin of a ratio above 0. */
export function ratioBin(ratio: number): number {
  const bin = Math.floor((Math.log(ratio) + HIGHEST_LOG) / BIN_WIDTH);
  return Math.min(RATIO_BINS - 1, Math.max(0, bin));
}

/** Returns the logarithm at the lower edge of a bin; that of RATIO_BINS is the upper edge of the last one. */
export function binEdge(bin: number): number {
  return bin * BIN_WIDTH - HIGHEST_LOG;
}
