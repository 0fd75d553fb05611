import { gamma } from './gamma.ts';
import { inverseNormalCdf } from './normal.ts';
import type { Rng } from './rng.ts';

/** A positive continuous distribution. All parameters share one unit, milliseconds wherever tacos uses it. */
export type Distribution =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly p50: number; readonly p90: number }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: number };

/** The standard normal's 90 % point, which turns p50 and p90 into the sd of the logarithm. */
const Z90 = inverseNormalCdf(0.9);

function logSd(p50: number, p90: number): number {
  return Math.log(p90 / p50) / Z90;
}

/** Returns x^y for x >= 0, y > 0, by exp and log, which give the same bits in every V8; its pow has changed between versions. */
function power(x: number, y: number): number {
  return Math.exp(y * Math.log(x));
}

/** Returns the mean [unit of the parameters]. */
export function meanOf(d: Distribution): number {
  switch (d.kind) {
    case 'fixed':
      return d.value;
    case 'uniform':
      return (d.from + d.to) / 2;
    case 'exponential':
      return d.mean;
    case 'lognormal':
      return d.p50 * Math.exp(logSd(d.p50, d.p90) ** 2 / 2);
    case 'weibull':
      return d.scale * gamma(1 + 1 / d.shape);
  }
}

/** Returns the variance [square of the parameters' unit]. */
export function varianceOf(d: Distribution): number {
  switch (d.kind) {
    case 'fixed':
      return 0;
    case 'uniform':
      return (d.to - d.from) ** 2 / 12;
    case 'exponential':
      return d.mean ** 2;
    case 'lognormal':
      return meanOf(d) ** 2 * Math.expm1(logSd(d.p50, d.p90) ** 2);
    case 'weibull':
      return d.scale ** 2 * (gamma(1 + 2 / d.shape) - gamma(1 + 1 / d.shape) ** 2);
  }
}

/** Returns the third moment about zero [cube of the parameters' unit]. */
export function thirdMomentOf(d: Distribution): number {
  switch (d.kind) {
    case 'fixed':
      return d.value ** 3;
    case 'uniform':
      return ((d.from + d.to) * (d.from * d.from + d.to * d.to)) / 4;
    case 'exponential':
      return 6 * d.mean ** 3;
    case 'lognormal':
      return d.p50 ** 3 * Math.exp(4.5 * logSd(d.p50, d.p90) ** 2);
    case 'weibull':
      return d.scale ** 3 * gamma(1 + 3 / d.shape);
  }
}

/**
 * Returns the value that a share u of all draws does not exceed (inverse distribution function).
 * @param u open interval (0, 1); 0 and 1 give the ends of the support, which may be Infinity
 */
export function quantileOf(d: Distribution, u: number): number {
  switch (d.kind) {
    case 'fixed':
      return d.value;
    case 'uniform':
      return d.from + u * (d.to - d.from);
    case 'exponential':
      return -d.mean * Math.log1p(-u);
    case 'lognormal':
      return d.p90 === d.p50 ? d.p50 : d.p50 * Math.exp(logSd(d.p50, d.p90) * inverseNormalCdf(u));
    case 'weibull':
      return d.scale * power(-Math.log1p(-u), 1 / d.shape);
  }
}

/** Returns one draw. Not monotone in the generator's numbers: where that matters, use `quantileOf`. */
export function sample(d: Distribution, rng: Rng): number {
  switch (d.kind) {
    case 'fixed':
      return d.value;
    case 'uniform':
      return d.from + rng.uniform() * (d.to - d.from);
    case 'exponential':
      return d.mean * rng.exponential();
    case 'lognormal':
      return d.p50 * Math.exp(logSd(d.p50, d.p90) * rng.normal());
    case 'weibull':
      return d.scale * power(rng.exponential(), 1 / d.shape);
  }
}
