import { WINDOWS_SEC } from '../admission-log.ts';
import { drainSec, type Estimator, type EtaFacts } from './estimator.ts';
import { weightedRate } from './sliding.ts';

/**
 * The cheapest repair of v1.2: the same windows and weights over completed seconds, each divided by the history that
 * exists, without hour weight, buffer and clamp. History begins when the bucket has run dry for the first time, so
 * that the opening burst does not pass for a rate; before that, after the second of the first admission.
 */
export function slidingFixed(): Estimator {
  let rate = 0;
  return {
    closeSecond: (facts) => {
      rate = observedRate(facts);
    },
    quote: (query) => drainSec(query.position, rate),
  };
}

function observedRate({ log, dryFromSec }: EtaFacts): number {
  if (log.firstSec === undefined) return 0;
  const historySec = dryFromSec ?? log.firstSec + 1;
  const [rate1, rate5, rate15] = WINDOWS_SEC.map((width) => {
    const fromSec = Math.max(historySec, log.nowSec - width);
    return fromSec < log.nowSec ? log.completedSince(fromSec) / (log.nowSec - fromSec) : 0;
  });
  return weightedRate(rate1 ?? 0, rate5 ?? 0, rate15 ?? 0);
}
