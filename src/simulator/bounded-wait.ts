/** A queue whose wait cannot pass a bound, at rest. */
export interface BoundedLaw {
  /** Mean and variance of the wait of those who are not turned away [ms], [ms^2]. */
  mean: number;
  variance: number;
  /** Share of arrivals that are turned away or give up. */
  lost: number;
}

export interface BoundedLoad {
  readonly rho: number;
  /** B / (1 - B) of Erlang's loss formula at this load. */
  readonly onset: number;
  /** Second moment over mean of what an arrival adds to the wait [ms]. */
  readonly jumpMs: number;
  /** Longest wait [ms]. */
  readonly limitMs: number;
  /** Where the bound is a number of waiting customers: how many, and the jump in units of S / c (2 for exponential service). */
  readonly places?: { readonly count: number; readonly variation: number };
}

/** Distance from rho = 1 within which formulas of the form 0 / 0 are taken beside it. */
const CRITICAL = 1e-5;

/** An exponent up to which e^x is worth computing. */
const MOST_EXPONENT = 500;

/**
 * Returns the law at rest of a queue with a bounded wait, at any load. The probability of a wait without the bound is Erlang's
 * formula continued beyond rho = 1, where it exceeds 1.
 * Lost share (1 - rho) t / (1 - rho t), t the probability that the wait without the bound reaches it: exact for M/M/c with a
 * timeout and for M/M/c/c + K, Erlang's loss at K = 0. Waits: exponential with decay 2 (1 - rho) / jump, cut at the bound.
 * Source: A. G. de Kok, H. C. Tijms 1985, "A two-moment approximation for a buffer design problem requiring a small rejection
 * probability" and "A queueing system with impatient customers".
 */
export function boundedLaw(load: BoundedLoad): BoundedLaw {
  const rho = Math.abs(1 - load.rho) < CRITICAL ? 1 - CRITICAL : load.rho;
  const { onset, jumpMs, limitMs, places } = load;
  const delayed = onset / (1 - rho + onset);
  const reach =
    places === undefined
      ? reachOfTime(limitMs, rho, jumpMs)
      : reachOfPlaces(places.count, rho, places.variation);
  const t = delayed * reach;
  const lost = Math.min(1, Math.max(0, ((1 - rho) * t) / (1 - rho * t)));
  const decay = (2 * (1 - rho)) / jumpMs;
  const x = decay * limitMs;
  const over = x > -MOST_EXPONENT ? Math.exp(-x) : Math.exp(MOST_EXPONENT);
  const waits = Math.min(1, (delayed * (1 - over)) / (1 - delayed * over));
  const { first, second } = cutExponential(x);
  const mean = waits * first * limitMs;
  return { mean, variance: Math.max(0, waits * second * limitMs * limitMs - mean * mean), lost };
}

/** Returns the first two moments of an exponential law cut at 1, its decay x of any sign. */
function cutExponential(x: number): { readonly first: number; readonly second: number } {
  if (Math.abs(x) < 1e-3) return { first: 0.5 - x / 12, second: 1 / 3 - x / 12 };
  if (x < -MOST_EXPONENT) return { first: 1 + 1 / x, second: 1 + 2 / x + 2 / (x * x) };
  const odds = 1 / Math.expm1(x);
  return { first: 1 / x - odds, second: 2 / (x * x) - odds * (1 + 2 / x) };
}

/**
 * Returns P(wait reaches the bound) / P(wait > 0) without it, for a bound in customers. Geometric with the ratio that belongs
 * to the decay of the wait: rho for exponential service.
 */
function reachOfPlaces(places: number, rho: number, variation: number): number {
  const ratio = 1 / Math.max(1e-3, 1 + (2 * (1 - rho)) / (variation * rho));
  return Math.exp(Math.min(MOST_EXPONENT, places * Math.log(ratio)));
}

/** Returns the same for a bound in time. */
function reachOfTime(limitMs: number, rho: number, jumpMs: number): number {
  return Math.exp(Math.min(MOST_EXPONENT, (-2 * (1 - rho) * limitMs) / jumpMs));
}

/**
 * Returns how fast a wait between 0 and a limit comes to rest [1/ms]: the spectral gap of reflected Brownian motion with drift
 * rho - 1 and variance `jump` per unit of time.
 * Source: V. Linetsky 2005, "On the transition densities for reflected diffusions", Adv. Appl. Prob. 37.
 */
export function reboundPerMs(rho: number, jumpMs: number, limitMs: number): number {
  const drift = rho - 1;
  return (Math.PI ** 2 * jumpMs) / (2 * limitMs * limitMs) + (drift * drift) / (2 * jumpMs);
}
