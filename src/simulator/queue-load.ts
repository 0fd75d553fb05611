import { erlangB } from '../statistics/erlang.ts';

/** Standard deviations of the load below the servers at which nobody waits. */
const FAR = 7;

/** A queue with several servers, as far as the moments of its virtual wait depend on it. */
export interface QueueLoad {
  /** Offered work over capacity; may be above 1. */
  rho: number;
  /** B / (1 - B), B Erlang's loss at this load: rate at which an idle queue becomes busy, in units of the servers' rate. */
  onset: number;
  /** Second moment over mean of what an arrival adds to the wait [ms]: (ca^2 + cs^2) S / c, or a better factor. */
  jumpMs: number;
  /** E[W^2 | W > 0] / E[W | W > 0]^2 of the stationary wait. */
  spread: number;
}

/** Returns B / (1 - B) of Erlang's loss formula; 0 where the servers are so many that hardly anybody waits. */
export function onsetOf(servers: number, rho: number): number {
  if (servers === 1) return rho;
  const offered = rho * servers;
  if (servers - offered > FAR * Math.sqrt(offered) + 1) return 0;
  const lost = erlangB(servers, offered);
  return lost / (1 - lost);
}

/**
 * Returns by what the mean wait of M/M/c is to be multiplied, times 2. Allen-Cunneen is ca^2 + cs^2; for constant service and
 * several servers the wait is more than half of that of M/M/c while the load is light.
 * Source: E. Page 1972 (interpolation between exponential and constant service); G. P. Cosmetatos 1976 (M/D/c), held below
 * the ratio at vanishing load, c / (c + 1).
 */
export function jumpFactor(servers: number, rho: number, gapVariation: number, variation: number): number {
  let constant = 1;
  if (servers > 1 && rho > 0 && rho < 1) {
    const gain = ((1 - rho) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * rho * servers);
    constant = Math.min(1 + gain, (2 * servers) / (servers + 1));
  }
  return Math.max(1e-3, gapVariation - 1 + 2 * variation + (1 - variation) * constant);
}
