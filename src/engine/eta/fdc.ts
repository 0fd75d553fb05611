import { effectiveRefillPerSec } from '../token-bucket.ts';
import type { AgeGrid } from './age-bins.ts';
import { DrainCurve, RATE_STEP_SEC, RATE_STEPS } from './drain-curve.ts';
import type { Estimator, EstimatorContext, EtaFacts, EtaQuery } from './estimator.ts';
import { FlowGain } from './flow-gain.ts';
import type { PatienceLine } from './patience-line.ts';
import { PatienceModel } from './patience-model.ts';

/** Share of a bucket's capacity above which a token more or less says nothing. */
const NEARLY_FULL = 0.8;

/**
 * Fluid drain with drift correction: the time at which everybody active ahead has been let in or has gone, at the refill
 * that is configured and announced, times the gain that the flow shows (`FlowGain`), with the patience that the crowd shows
 * (`PatienceModel`). No estimate in a pause or without a bucket. Rationale and limits: estimators.md.
 */
export function fdc(
  linesOf: (grid: AgeGrid) => readonly PatienceLine[],
  { inactiveAfterMs, bucketDecides }: Pick<EstimatorContext, 'inactiveAfterMs' | 'bucketDecides'>,
): Estimator {
  const silenceSec = inactiveAfterMs / 1000;
  const drain = new FluidDrain(new PatienceModel(linesOf, silenceSec), bucketDecides, silenceSec);
  return {
    watches: 'profile',
    closeSecond: (facts) => drain.closeSecond(facts),
    quote: (query, facts) => drain.quote(query, facts),
  };
}

class FluidDrain {
  private readonly patience: PatienceModel;
  private readonly bucketDecides: boolean;
  private readonly silenceSec: number;
  private readonly ratesPerSec = new Float64Array(RATE_STEPS);
  private gain: FlowGain | undefined;
  private curve: DrainCurve | undefined;
  private lastRate: number | undefined;
  private lastTokens = 0;
  private lastDry = false;
  private slackSec = 0;

  /** @param silenceSec longer than any two polls of a visitor are apart [s] */
  constructor(patience: PatienceModel, bucketDecides: boolean, silenceSec: number) {
    this.patience = patience;
    this.bucketDecides = bucketDecides;
    this.silenceSec = silenceSec;
  }

  closeSecond(facts: EtaFacts): void {
    const { profile, log } = facts;
    const rate = effective(facts);
    if (profile !== undefined) this.patience.closeSecond(profile, log.nowSec);
    if (profile === undefined || rate === undefined) return;
    const reading = this.reading(facts, rate);
    this.lastRate = rate;
    this.lastTokens = facts.tokens;
    this.lastDry = facts.ranDry;
    if (rate === 0) return;
    this.gain ??= new FlowGain(rate, this.bucketDecides);
    this.gain.closeSecond(reading);
    this.gain.foretell(this.ratesPerSec, RATE_STEP_SEC);
    this.scaleBySchedule(facts, rate);
    this.curve ??= new DrainCurve(profile.active.length, this.ratesPerSec);
    this.curve.solve(profile, log.nowSec, this.patience);
  }

  quote({ activeAhead, tokens }: EtaQuery, facts: EtaFacts): number | undefined {
    const rate = effective(facts);
    if (rate === undefined || rate === 0) return undefined;
    const ahead = Math.max(0, activeAhead - (this.isSlack ? 0 : tokens));
    const sec = this.curve === undefined ? ahead / rate : this.curve.at(ahead, this.patience);
    const shown = Math.round(sec + facts.clockResolutionMs / 2000);
    return shown === Number.POSITIVE_INFINITY ? undefined : shown;
  }

  /**
   * What the last second says of the flow [share of the refill]: in a dry second what tokens pay for; where tokens have not
   * been short for some time, what else is. Nothing while a bucket is emptied, nobody waits, or people have yet to ask.
   */
  private reading(
    { ranDry, tokens, capacityTokens, activeInLine, log }: EtaFacts,
    rate: number,
  ): number | undefined {
    const isKept = tokens >= Math.min(this.lastTokens, NEARLY_FULL * capacityTokens);
    const isSlack = !ranDry && isKept && activeInLine > 0;
    this.slackSec = isSlack ? this.slackSec + 1 : 0;
    if (rate === 0 || this.lastRate !== rate || activeInLine === 0) return undefined;
    const isBound = ranDry && this.lastDry;
    if (!isBound && !this.isSlack) return undefined;
    return log.completedSince(log.nowSec - 1) / rate;
  }

  /** Whether something other than tokens has been short for longer than a poll takes. */
  private get isSlack(): boolean {
    return this.slackSec > this.silenceSec;
  }

  private scaleBySchedule({ schedule, log, capacityTokens, clockResolutionMs }: EtaFacts, now: number): void {
    const nowMs = log.nowSec * 1000;
    let next = schedule.findIndex(({ atMs }) => atMs > nowMs);
    if (next < 0) next = schedule.length;
    let rate = now;
    for (let step = 0; step < RATE_STEPS; step++) {
      while (next < schedule.length && schedule[next]!.atMs <= nowMs + step * RATE_STEP_SEC * 1000) {
        rate = effectiveRefillPerSec(schedule[next]!.refillPerSec, capacityTokens, clockResolutionMs);
        next++;
      }
      this.ratesPerSec[step]! *= rate;
    }
  }
}

function effective({ refillPerSec, capacityTokens, clockResolutionMs }: EtaFacts): number | undefined {
  return refillPerSec === undefined
    ? undefined
    : effectiveRefillPerSec(refillPerSec, capacityTokens, clockResolutionMs);
}
