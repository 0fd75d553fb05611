/** Bins of one histogram of absolute errors. */
export const ERROR_BINS = 3_200;

const HIGHEST_MS = 0x7fff_ffff;

/**
 * Returns the bin [0..ERROR_BINS) of an absolute error [whole ms, 0 or more]. Up to 255 ms a bin is one millisecond; above,
 * every octave has 128 bins, so a bin is at most 1/128 of its value wide and its middle within 0.4 % of any value in
 * it. Errors above 2^31 - 1 ms (24.8 days) fall into the last bin.
 */
export function errorBin(absErrorMs: number): number {
  const value = Math.min(absErrorMs, HIGHEST_MS) | 0;
  const shift = Math.max(0, 24 - Math.clz32(value));
  return shift * 128 + (value >>> shift);
}

/** Returns the middle of a bin [ms]. */
export function errorBinMiddle(bin: number): number {
  if (bin < 256) return bin;
  const shift = Math.floor(bin / 128) - 1;
  const lowest = (bin - shift * 128) * 2 ** shift;
  return lowest + (2 ** shift - 1) / 2;
}
