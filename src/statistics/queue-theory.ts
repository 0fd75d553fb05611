import { erlangC } from './erlang.ts';

/** Stationary wait before service of a first-come-first-served queue, in the unit of the rates given. */
export interface WaitLaw {
  readonly meanWait: number;
  /** Returns P(wait > t), t >= 0. */
  readonly exceeds: (t: number) => number;
}

/**
 * Returns the wait in M/M/c.
 * @param load arrivalRate, serviceRate of one server; one unit of time
 * @throws RangeError when the load reaches the servers
 * Source: P(W > t) = C(c, a) e^(-(c mu - lambda) t), Erlang 1917.
 */
export function mmc(servers: number, arrivalRate: number, serviceRate: number): WaitLaw {
  const slack = servers * serviceRate - arrivalRate;
  if (!(slack > 0)) throw new RangeError('the load reaches the servers: no stationary wait');
  const delayed = erlangC(servers, arrivalRate / serviceRate);
  return { meanWait: delayed / slack, exceeds: (t) => delayed * Math.exp(-slack * t) };
}

/** Returns the wait in M/M/1, as `mmc` with one server. */
export function mm1(arrivalRate: number, serviceRate: number): WaitLaw {
  return mmc(1, arrivalRate, serviceRate);
}

/**
 * Returns the mean wait in M/G/1.
 * @param service mean and variance of the service time
 * @throws RangeError when utilization reaches 1
 * Source: Pollaczek-Khinchine, W = lambda E[S^2] / (2 (1 - rho)).
 */
export function mg1MeanWait(
  arrivalRate: number,
  service: { readonly mean: number; readonly variance: number },
): number {
  const utilization = arrivalRate * service.mean;
  if (!(utilization < 1)) throw new RangeError('utilization reaches 1: no stationary wait');
  return (arrivalRate * (service.variance + service.mean ** 2)) / (2 * (1 - utilization));
}

/**
 * Returns the wait in M/D/1.
 * @throws RangeError when utilization reaches 1
 * Source: G. J. Franx 2001, "A simple solution for the M/D/c waiting time distribution", Oper. Res. Lett. 29: for
 * (k-1) D <= t < k D, P(W <= t) = e^-u sum over j < k of Q(k-1-j) u^j / j!, u = lambda (k D - t), with Q(i) the
 * probability of at most i waiting. All terms are positive, so nothing cancels.
 */
export function md1(arrivalRate: number, serviceTime: number): WaitLaw {
  const utilization = arrivalRate * serviceTime;
  return {
    meanWait: mg1MeanWait(arrivalRate, { mean: serviceTime, variance: 0 }),
    exceeds: (t) => {
      const k = Math.floor(t / serviceTime) + 1;
      const atMost = queueLengthCdf(utilization, k);
      const u = arrivalRate * (k * serviceTime - t);
      let poisson = Math.exp(-u);
      let sum = 0;
      for (let j = 0; j < k; j++) {
        sum += poisson * atMost[k - 1 - j]!;
        poisson *= u / (j + 1);
      }
      return Math.max(0, 1 - sum);
    },
  };
}

/**
 * Returns P(at most i waiting) of M/D/1 for i = 0..count - 1.
 * Level crossing: p(j) a(0) = p(0) P(A >= j) + sum over i = 1..j-1 of p(i) P(A >= j - i + 1), A Poisson with mean rho.
 */
function queueLengthCdf(utilization: number, count: number): readonly number[] {
  const atLeast = poissonTail(utilization, count + 1);
  const none = Math.exp(-utilization);
  const inSystem = [1 - utilization];
  const cdf: number[] = [];
  let total = 1 - utilization;
  for (let j = 1; j <= count; j++) {
    let p = inSystem[0]! * atLeast[j]!;
    for (let i = 1; i < j; i++) p += inSystem[i]! * atLeast[j - i + 1]!;
    inSystem.push(p / none);
    total += p / none;
    cdf.push(total);
  }
  return cdf;
}

/** Returns P(A >= n) for n = 0..last, A Poisson with the mean given. */
function poissonTail(mean: number, last: number): readonly number[] {
  const tail = new Array<number>(last + 1).fill(0);
  const terms = last + 40;
  let term = Math.exp(-mean);
  const masses = [term];
  for (let n = 1; n <= terms; n++) {
    term *= mean / n;
    masses.push(term);
  }
  let sum = 0;
  for (let n = terms; n >= 0; n--) {
    sum += masses[n]!;
    if (n <= last) tail[n] = sum;
  }
  return tail;
}
