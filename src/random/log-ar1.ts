import type { Rng } from './rng.ts';

/**
 * Log-AR(1) noise: positive factors with mean 1, standard deviation `sd`, and a logarithm whose correlation falls to 1/e
 * over the correlation time.
 *
 * z_(n+1) = phi z_n + s sqrt(1 - phi^2) e_n, phi = exp(-step / correlation), e_n standard normal, z_0 stationary;
 * factor = exp(z_n - s^2 / 2), s^2 = ln(1 + sd^2), which makes the lognormal's mean 1 and its sd `sd`.
 */
export class LogAr1 {
  private readonly rng: Rng;
  private readonly sigma: number;
  private readonly phi: number;
  private z: number | undefined;

  /** @param stepMs time between two factors [ms] */
  constructor(noise: { readonly sd: number; readonly correlationMs: number }, stepMs: number, rng: Rng) {
    this.rng = rng;
    this.sigma = Math.sqrt(Math.log1p(noise.sd ** 2));
    this.phi = Math.exp(-stepMs / noise.correlationMs);
  }

  /** Returns the factor of the next step. */
  next(): number {
    const shock = this.sigma * this.rng.normal();
    this.z = this.z === undefined ? shock : this.phi * this.z + Math.sqrt(1 - this.phi ** 2) * shock;
    return Math.exp(this.z - this.sigma ** 2 / 2);
  }
}
