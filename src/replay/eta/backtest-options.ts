import type { EstimatorId, EtaPlan } from '../../engine/eta/plan.ts';
import type { RefillChange } from '../../engine/rules.ts';
import type { EtaTraceOptions } from './eta-trace-options.ts';

/** How to replay a recording of a waiting room, beyond what it says itself. */
export interface BacktestOptions extends EtaTraceOptions {
  readonly estimators: readonly EstimatorId[];
  readonly thinMs: number;
  readonly population: EtaPlan['score']['population'];
  /** At most this many visitors are sampled. */
  readonly visitors: number;
  /** Configured refill at the beginning [tokens/s]; absent: that of the first refill row, if there is one. */
  readonly refillPerSec?: number;
  readonly capacityTokens?: number;
  readonly clockResolutionMs: number;
  /** Ranks that may enter, and ranks that pay no token; absent: none, tokens alone decide. */
  readonly headRanks?: number;
  readonly bypassRanks?: number;
  /** Changes of the refill that the gateway knew beforehand, ascending; instants since the first row [ms]. */
  readonly announced: readonly RefillChange[];
  /** Absent: silence tells nothing. */
  readonly inactiveAfterMs?: number;
  /** Hours are weighed by the clock at this offset from UTC [ms], or by that of the recording's own times; absent: not. */
  readonly hours:
    | { readonly kind: 'recorded' }
    | { readonly kind: 'offset'; readonly offsetMs: number }
    | undefined;
  /** Local time of day at the recording's time 0, for times that count from a start [ms since midnight]. */
  readonly startOfDayMs?: number;
}
