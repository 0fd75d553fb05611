/**
 * Returns when each customer of a first-come-first-served station leaves [ms], without events: the oracle of the event
 * core. A customer begins when the server that is free first is free: D_n = max(A_n, min over servers of D) + S_n.
 * For one server this is Lindley's recursion.
 * @param arrivalsMs ascending
 * Source: D. V. Lindley 1952, "The theory of queues with a single server"; J. Kiefer and J. Wolfowitz 1955 for many.
 */
export function departuresByRecursion(
  arrivalsMs: Float64Array,
  servicesMs: Float64Array,
  servers: number,
): Float64Array {
  const freeMs = new Float64Array(servers);
  return arrivalsMs.map((arrivalMs, customer) => {
    const first = freeMs.indexOf(Math.min(...freeMs));
    freeMs[first] = Math.max(arrivalMs, freeMs[first]!) + servicesMs[customer]!;
    return freeMs[first]!;
  });
}
