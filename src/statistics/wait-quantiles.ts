import { inverseNormalCdf } from '../random/normal.ts';

const LEVELS = 1024;

/** Standard normal quantiles at the middle of each of 1,024 equal shares. */
const NORMAL = Float64Array.from({ length: LEVELS }, (_, i) => inverseNormalCdf((i + 0.5) / LEVELS));

/** Squared coefficient of variation above which the approximation below is no longer used. */
const MOST_VARIED = 3;

/** A wait that is 0 with some probability, and otherwise has the gamma law of the mean and variance given. */
export interface GammaWait {
  /** P(wait > 0), 0..1. */
  busy: number;
  /** Mean and variance of the wait, the zeros included. */
  mean: number;
  variance: number;
  /** No wait is longer; Infinity: no bound. */
  limit: number;
}

/**
 * Writes the wait at each probability `at[i]` (0..1) to out[i], for from <= i < until.
 * The quantile of a gamma law with squared coefficient of variation v is taken as mean x (1 - v/9 + z sqrt(v)/3)^3, z the
 * normal quantile; for v = 1 it differs from the exponential by less than 3 % of its mean.
 * Source: E. B. Wilson, M. M. Hilferty 1931, "The distribution of chi-square".
 */
export function fillWaits(
  law: Readonly<GammaWait>,
  at: Float64Array,
  out: Float64Array,
  from = 0,
  until = out.length,
): void {
  const { busy, limit } = law;
  if (!(busy > 0 && law.mean > 0)) {
    out.fill(0, from, until);
    return;
  }
  const idle = 1 - busy;
  const { mean, offset, slope } = shape(law);
  const scale = LEVELS / busy;
  for (let i = from; i < until; i++) {
    const p = at[i]! - idle;
    if (p < 0) {
      out[i] = 0;
      continue;
    }
    const root = offset + slope * NORMAL[Math.min(LEVELS - 1, Math.floor(p * scale))]!;
    const wait = root > 0 ? mean * root * root * root : 0;
    out[i] = Math.min(wait, limit);
  }
}

/** Returns the wait at one probability u, 0..1. */
export function waitAt(law: Readonly<GammaWait>, u: number): number {
  const at = Float64Array.of(u);
  fillWaits(law, at, at);
  return at[0]!;
}

function shape({ busy, mean, variance }: Readonly<GammaWait>): {
  readonly mean: number;
  readonly offset: number;
  readonly slope: number;
} {
  const second = variance + mean * mean;
  const v = Math.min(MOST_VARIED, Math.max(0, (second * busy) / (mean * mean) - 1));
  return { mean: mean / busy, offset: 1 - v / 9, slope: Math.sqrt(v) / 3 };
}
