import type { Rng } from '../random/rng.ts';

/**
 * Returns the instants [whole ms] of a Poisson process by thinning: candidates at the peak rate, each kept with the
 * probability rate / peak. A second way to the law that inversion must have, sharing nothing with it but the rate.
 * @param peakPerSec a bound that the rate never exceeds
 * Source: P. A. W. Lewis, G. S. Shedler 1979, "Simulation of nonhomogeneous Poisson processes by thinning".
 */
export function thinnedInstants(
  ratePerSec: (ms: number) => number,
  peakPerSec: number,
  endMs: number,
  rng: Rng,
): readonly number[] {
  const instants: number[] = [];
  for (let ms = 0; ; ) {
    ms += (1000 * rng.exponential()) / peakPerSec;
    if (ms >= endMs) return instants;
    const rate = ratePerSec(ms);
    if (rate > peakPerSec * (1 + 1e-12)) throw new RangeError(`rate ${rate} above its bound ${peakPerSec}`);
    if (rng.uniform() * peakPerSec < rate) instants.push(Math.floor(ms));
  }
}
