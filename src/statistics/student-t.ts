import { logGamma } from '../random/gamma.ts';
import { inverseNormalCdf } from '../random/normal.ts';

/** Beyond this many degrees of freedom the first correction to the normal quantile is exact to 1e-8. */
const NEARLY_NORMAL = 10_000;
const TINY = 1e-300;

/**
 * Returns t with P(T <= t) = p for Student's T, relative error below 1e-8.
 * @param p open interval (0, 1)
 * @param degreesOfFreedom > 0
 * Newton steps on the distribution function, kept inside a bracket that only shrinks.
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  if (p < 0.5) return -studentTQuantile(1 - p, degreesOfFreedom);
  if (p === 0.5) return 0;
  const z = inverseNormalCdf(p);
  if (degreesOfFreedom > NEARLY_NORMAL) return z + (z ** 3 + z) / (4 * degreesOfFreedom);
  let low = z;
  let high = 2 * z + 1;
  while (studentTCdf(high, degreesOfFreedom) < p) high *= 2;
  let t = (low + high) / 2;
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const excess = studentTCdf(t, degreesOfFreedom) - p;
    if (excess > 0) high = t;
    else low = t;
    const next = t - excess / studentTDensity(t, degreesOfFreedom);
    const inside = next > low && next < high;
    if (inside && Math.abs(next - t) < 1e-13 * t) return next;
    t = inside ? next : (low + high) / 2;
  }
  return t;
}

/** Returns P(T <= t) for Student's T. */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  const x = degreesOfFreedom / (degreesOfFreedom + t * t);
  const tail = incompleteBeta(x, degreesOfFreedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

function studentTDensity(t: number, n: number): number {
  const logScale = logGamma((n + 1) / 2) - logGamma(n / 2) - 0.5 * Math.log(n * Math.PI);
  return Math.exp(logScale - ((n + 1) / 2) * Math.log1p((t * t) / n));
}

/** Returns the regularized incomplete beta function I_x(a, b), by the side on which its continued fraction is fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return (Math.exp(logFront) / a) * betaFraction(x, a, b);
}

/** Source: W. J. Lentz 1976, modified by Thompson and Barnett; the fraction is DLMF 8.17.22. */
function betaFraction(x: number, a: number, b: number): number {
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let c = 1;
  let fraction = d;
  for (let m = 1; m <= 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

function awayFromZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x;
}
