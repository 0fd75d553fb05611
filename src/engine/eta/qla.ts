import { effectiveRefillPerSec } from '../token-bucket.ts';
import { drainSec, type Estimator, type EtaFacts } from './estimator.ts';

const WINDOW_SEC = 60;

/**
 * Queue length over service rate where everybody ahead leaves at one and the same hazard: T = ln(1 + n theta / r) / theta.
 *
 * n active visitors ahead, r effective refill [1/s], theta = departures of the last 60 s over the active person-seconds of
 * the same time [1/s]; n / r where nobody has left. No estimate in a pause or without a bucket. From n' = -r - theta n.
 * Source: Whitt 1999, "Improving service by informing customers about anticipated delays" (fluid limit of its QLa);
 * Ibrahim and Whitt 2009, section 4.
 */
export function qla(): Estimator {
  const hazard = new RecentHazard();
  return {
    watches: 'profile',
    closeSecond: (facts) => hazard.closeSecond(facts),
    quote: ({ activeAhead }, { refillPerSec, capacityTokens, clockResolutionMs }) => {
      if (refillPerSec === undefined) return undefined;
      const rate = effectiveRefillPerSec(refillPerSec, capacityTokens, clockResolutionMs);
      return drainSec(thinned(activeAhead, hazard.perSec, rate), rate);
    },
  };
}

/** Returns how many of those ahead will really take a place: r T with T as above. */
function thinned(ahead: number, hazardPerSec: number, ratePerSec: number): number {
  if (hazardPerSec <= 0 || ratePerSec <= 0) return ahead;
  return (ratePerSec / hazardPerSec) * Math.log1p((ahead * hazardPerSec) / ratePerSec);
}

/** Departures over person-seconds in a window of whole seconds. */
class RecentHazard {
  perSec = 0;
  private readonly gone = new Float64Array(WINDOW_SEC);
  private readonly people = new Float64Array(WINDOW_SEC);
  private goneSum = 0;
  private peopleSum = 0;

  closeSecond({ profile, log, activeInLine }: EtaFacts): void {
    if (profile === undefined) return;
    let gone = 0;
    for (let block = 0; block < profile.end; block++) gone += profile.silent[block]! + profile.polite[block]!;
    const place = log.nowSec % WINDOW_SEC;
    this.goneSum += gone - this.gone[place]!;
    this.peopleSum += activeInLine - this.people[place]!;
    this.gone[place] = gone;
    this.people[place] = activeInLine;
    this.perSec = this.peopleSum > 0 ? Math.max(0, this.goneSum / this.peopleSum) : 0;
  }
}
