import { drainSec, type Estimator } from './estimator.ts';

/**
 * Position over an exponentially weighted admission rate, what v1.1's name promised.
 *
 * m_n = a m_(n-1) + (1 - a) z_n over completed seconds n since the first admission, rate = m_n / (1 - a^n), where
 * z_n is the number admitted in second n [1/s] and a = 2^(-1 s / half-life). The division removes the pull towards
 * the start at zero. Source: bias correction as in Kingma and Ba 2015, "Adam", section 3.
 */
export function ema(halfLifeMs: number): Estimator {
  const keep = 2 ** (-1000 / halfLifeMs);
  let mean = 0;
  let weight = 0;
  return {
    closeSecond: ({ log }) => {
      if (log.firstSec === undefined) return;
      mean = keep * mean + (1 - keep) * log.completedSince(log.nowSec - 1);
      weight = keep * weight + (1 - keep);
    },
    quote: (query) => (weight > 0 ? drainSec(query.position, mean / weight) : undefined),
  };
}
