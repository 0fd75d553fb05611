import { AdmissionLog } from '../engine/admission-log.ts';
import type { Estimator, EstimatorContext, EtaFacts } from '../engine/eta/estimator.ts';
import { buildEta } from './record-builder.ts';

type Facts = { -readonly [K in keyof EtaFacts]: EtaFacts[K] };

/** Whole seconds of admissions as a gateway logs them, told to one estimator in the order a run tells them. */
export class EtaHistory {
  readonly facts: Facts;
  readonly estimator: Estimator;

  constructor(estimator: Estimator, known: Partial<Omit<EtaFacts, 'log'>> = {}, byUser = false) {
    this.estimator = estimator;
    this.facts = {
      log: new AdmissionLog(byUser),
      refillPerSec: 50,
      capacityTokens: 500,
      clockResolutionMs: 1,
      dryFromSec: undefined,
      localHour: 0,
      schedule: [],
      ranDry: false,
      tokens: 0,
      activeInLine: 0,
      profile: undefined,
      lastWaitSec: undefined,
      pointer: undefined,
      ...known,
    };
  }

  /** Admits visitors with a user id in the present second. */
  admit(visitors: number): void {
    const { log } = this.facts;
    for (let i = 0; i < visitors; i++) log.record({ anonymous: false, beforeSec: undefined });
  }

  /** Ends seconds in which nobody else is admitted. */
  pass(seconds: number): void {
    const { log } = this.facts;
    for (let i = 0; i < seconds; i++) {
      log.advanceTo(log.nowSec + 1);
      this.estimator.closeSecond?.(this.facts);
    }
  }

  /** Admits the same number in each of the next seconds and ends them. */
  run(seconds: number, perSec: number): void {
    for (let i = 0; i < seconds; i++) {
      this.admit(perSec);
      this.pass(1);
    }
  }

  /** The quote for a position whose visitors ahead are all active [s]. */
  quote(position: number, activeAhead: number = position - 1): number | undefined {
    const query = { position, activeAhead, slot: position - 1, tokens: 0, ageSec: 0, headAgeSec: undefined };
    return this.estimator.quote(query, this.facts);
  }
}

/** Switches of a scenario that sets none. */
export function etaContext(switches: Partial<EstimatorContext> = {}): EstimatorContext {
  return {
    plan: buildEta(),
    etaWindows: 'full-length',
    hourWeight: false,
    inactiveAfterMs: 15_000,
    bucketDecides: true,
    ...switches,
  };
}
