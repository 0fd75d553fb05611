/**
 * Returns the share of arrivals that an M/M/c/c loss system turns away (0..1).
 * @param servers c, an integer >= 0
 * @param offered offered load a = arrival rate / service rate [Erlang], >= 0
 * Stable for thousands of servers: the inverse 1/B(n) = 1 + (n/a) / B(n-1) only grows.
 * Source: A. K. Erlang 1917; recursion as in D. L. Jagerman 1974, "Some properties of the Erlang loss function".
 */
export function erlangB(servers: number, offered: number): number {
  if (offered === 0) return servers === 0 ? 1 : 0;
  let inverse = 1;
  for (let n = 1; n <= servers; n++) inverse = 1 + (inverse * n) / offered;
  return 1 / inverse;
}

/**
 * Returns the share of arrivals that have to wait in M/M/c (0..1); 1 when the offered load reaches the servers.
 * @param servers c, an integer >= 1
 * @param offered offered load a [Erlang], >= 0
 * Source: Erlang's delay formula, C = B / (1 - (a/c)(1 - B)).
 */
export function erlangC(servers: number, offered: number): number {
  if (offered >= servers) return 1;
  const lost = erlangB(servers, offered);
  return lost / (1 - (offered / servers) * (1 - lost));
}

/** An M/M/c+M queue: customers whose exponential patience ends while they wait leave unserved. One unit of time throughout. */
export interface ErlangASystem {
  readonly servers: number;
  readonly arrivalRate: number;
  /** Of one server. */
  readonly serviceRate: number;
  /** 1 / mean patience, > 0. */
  readonly abandonmentRate: number;
}

export interface ErlangAResult {
  /** Share of arrivals that find every server busy. */
  readonly waitProbability: number;
  /** Share of arrivals that leave unserved. */
  readonly abandonShare: number;
  /** Mean time in the queue of all arrivals, those who leave included. */
  readonly meanWait: number;
  /** Mean number waiting. */
  readonly meanQueue: number;
}

/** A term smaller than this part of the sum no longer changes it. */
const NEGLIGIBLE = 1e-17;
const RESCALE_ABOVE = 1e200;

/**
 * Returns the stationary behavior of M/M/c+M; stable at any load, overload included.
 * With weights relative to "all servers busy, nobody waiting": states below sum to 1/B - 1, and the state with j waiting has
 * weight prod over k = 1..j of lambda / (c mu + k theta).
 * Source: C. Palm 1946; O. Garnett, A. Mandelbaum, M. Reiman 2002, "Designing a call center with impatient customers".
 */
export function erlangA(system: ErlangASystem): ErlangAResult {
  const { servers, arrivalRate, serviceRate, abandonmentRate } = system;
  if (arrivalRate === 0) return { waitProbability: 0, abandonShare: 0, meanWait: 0, meanQueue: 0 };
  let weight = 1;
  let busy = 1;
  let waiting = 0;
  let free = 1 / erlangB(servers, arrivalRate / serviceRate) - 1;
  for (
    let j = 1;
    weight > NEGLIGIBLE * busy || arrivalRate > servers * serviceRate + j * abandonmentRate;
    j++
  ) {
    weight *= arrivalRate / (servers * serviceRate + j * abandonmentRate);
    busy += weight;
    waiting += j * weight;
    if (busy > RESCALE_ABOVE) {
      weight /= RESCALE_ABOVE;
      busy /= RESCALE_ABOVE;
      waiting /= RESCALE_ABOVE;
      free /= RESCALE_ABOVE;
    }
  }
  const total = free + busy;
  const meanQueue = waiting / total;
  return {
    waitProbability: busy / total,
    abandonShare: (abandonmentRate * meanQueue) / arrivalRate,
    meanWait: meanQueue / arrivalRate,
    meanQueue,
  };
}
