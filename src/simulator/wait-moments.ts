import type { QueueLoad } from './queue-load.ts';

/** Law of the virtual wait, the wait that a customer would find who came now. */
export interface WaitMoments {
  /** [ms], [ms^2]. */
  mean: number;
  variance: number;
  /** P(wait > 0). */
  busy: number;
}

/** Relative accuracy of the mean, and steps after which any bracket has shrunk to it. */
const ACCURACY = 1e-7;
const MOST_STEPS = 60;

/** Mean wait at which a queue to which nobody comes is empty; by itself it would halve for ever [ms]. */
const EMPTY_MS = 1e-9;

/**
 * Carries the moments over a time with constant load. With b = P(V > 0), e = 1 - rho + onset and E[V 1(V > 0)] = E[V]:
 *
 *     d mean / dt     = onset - e b
 *     d variance / dt = (rho b + onset (1 - b)) jump - 2 e (1 - b) mean
 *
 * exact for one server with Poisson arrivals. The equations are closed by the stationary relation between b and the
 * moments, b = spread x mean^2 / E[V^2], at most 1: their rest is then b = C (Erlang), mean = C jump / (2 (1 - rho)), that is
 * Allen-Cunneen. Implicit in time, so a queue that relaxes within a step is at rest after it and nothing oscillates, while a
 * backlog (b = 1) grows and falls exactly by rho - 1 per unit of time.
 * Source of the idea: M. H. Rothkopf, S. S. Oren 1979, "A closure approximation for the nonstationary M/M/s queue".
 */
export function advanceMoments(state: WaitMoments, load: Readonly<QueueLoad>, ms: number): void {
  const { rho, onset } = load;
  const e = 1 - rho + onset;
  const lowest = state.mean - (1 - rho) * ms;
  if (lowest > 0) {
    const variance = varianceAt(lowest, state, load, ms);
    if (variance <= (load.spread - 1) * lowest * lowest) {
      state.mean = lowest;
      state.variance = variance;
      state.busy = 1;
      return;
    }
  }
  const highest = state.mean + onset * ms;
  if (!(highest > (rho > 0 ? 0 : EMPTY_MS))) {
    state.mean = 0;
    state.variance = 0;
    state.busy = 0;
    return;
  }
  const mean = solve(Math.max(lowest, 0), highest, state, load, ms);
  const variance = Math.max(0, varianceAt(mean, state, load, ms));
  state.busy = Math.min(1, Math.max(0, (onset - (mean - state.mean) / ms) / e));
  state.mean = mean;
  state.variance = variance;
}

/** Returns the mean in the bracket at which the step of the first equation closes: bisection in the logarithm, then secants. */
function solve(
  lowest: number,
  highest: number,
  state: Readonly<WaitMoments>,
  load: Readonly<QueueLoad>,
  ms: number,
): number {
  const floor = load.jumpMs * ACCURACY;
  let low = Math.max(lowest, Math.min(floor, highest / 2));
  let high = highest;
  let atLow = imbalance(low, state, load, ms);
  if (atLow >= 0) return low;
  let atHigh = imbalance(high, state, load, ms);
  let side = 0;
  for (let step = 0; step < MOST_STEPS && high - low > ACCURACY * low; step++) {
    const wide = high > 4 * low;
    const middle = wide ? Math.sqrt(low * high) : (low * atHigh - high * atLow) / (atHigh - atLow);
    const value = imbalance(middle, state, load, ms);
    if (value === 0) return middle;
    if (value < 0) {
      low = middle;
      atLow = value;
      if (side === -1 && !wide) atHigh /= 2;
      side = -1;
    } else {
      high = middle;
      atHigh = value;
      if (side === 1 && !wide) atLow /= 2;
      side = 1;
    }
  }
  return (low + high) / 2;
}

/** What the first equation is off by at the end of a step, if the mean is then this; increasing in it. */
function imbalance(
  mean: number,
  state: Readonly<WaitMoments>,
  load: Readonly<QueueLoad>,
  ms: number,
): number {
  const variance = varianceAt(mean, state, load, ms);
  const square = mean * mean;
  const busy = variance <= (load.spread - 1) * square ? 1 : (load.spread * square) / (square + variance);
  return mean - state.mean - load.onset * ms + (1 - load.rho + load.onset) * busy * ms;
}

function varianceAt(
  mean: number,
  state: Readonly<WaitMoments>,
  load: Readonly<QueueLoad>,
  ms: number,
): number {
  const { rho, onset, jumpMs } = load;
  const e = 1 - rho + onset;
  const busy = Math.min(1, Math.max(0, (onset - (mean - state.mean) / ms) / e));
  return state.variance + ms * ((rho * busy + onset * (1 - busy)) * jumpMs - 2 * e * (1 - busy) * mean);
}
