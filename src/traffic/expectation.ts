import type { ArrivalPlan } from './arrival-plan.ts';
import type { PhaseProcess } from './arrivals/phase-process.ts';
import { countBefore, peakBefore, rateInProfile } from './rate-profile.ts';
import { phaseProcess } from './registry.ts';

/** Returns how many visitors are expected to join before the horizon [visitors]. Noise has mean 1 and changes nothing. */
export function expectedVisitors(plan: ArrivalPlan, horizonMs: number): number {
  return plan.phases.reduce((sum, phase) => sum + expectedJoins(phaseProcess(phase), horizonMs), 0);
}

/**
 * Returns the highest rate of joins before the horizon [visitors/s], noise left out. A lottery counts with all its visitors,
 * since they join in one instant; a replay with the fullest whole second of the run.
 */
export function peakRatePerSec(plan: ArrivalPlan, horizonMs: number): number {
  return plan.phases.reduce((peak, phase) => Math.max(peak, peakJoins(phaseProcess(phase), horizonMs)), 0);
}

/**
 * Returns the expected rate at which visitors come [visitors/s], noise left out; 0 outside all phases.
 * In a lottery that is the rate of gathering; in a replay what comes in the whole second of the instant.
 */
export function rateAt(plan: ArrivalPlan, ms: number): number {
  const phase = plan.phases.find((candidate) => ms >= candidate.startMs && ms < candidate.endMs);
  if (phase === undefined) return 0;
  const process = phaseProcess(phase);
  switch (process.kind) {
    case 'rate':
    case 'gathering':
      return rateInProfile(process.rate, ms);
    case 'modulated':
      return rateInProfile(process.meanRate, ms);
    case 'replay': {
      const second = Math.floor(ms / 1000);
      return process.height * process.atMs.filter((at) => Math.floor(at / 1000) === second).length;
    }
  }
}

function expectedJoins(process: PhaseProcess, horizonMs: number): number {
  switch (process.kind) {
    case 'rate':
      return countBefore(process.rate, horizonMs);
    case 'modulated':
      return countBefore(process.meanRate, horizonMs);
    case 'gathering':
      return process.joinMs < horizonMs ? process.visitors : 0;
    case 'replay':
      return process.height * process.atMs.filter((at) => at < horizonMs).length;
  }
}

function peakJoins(process: PhaseProcess, horizonMs: number): number {
  switch (process.kind) {
    case 'rate':
      return peakBefore(process.rate, horizonMs);
    case 'modulated':
      return process.meanRate.some((segment) => segment.startMs < horizonMs) ? process.peakPerSec : 0;
    case 'gathering':
      return process.joinMs < horizonMs ? process.visitors : 0;
    case 'replay':
      return process.height * fullestSecond(process.atMs, horizonMs);
  }
}

/** Returns the largest number of instants in one whole second before the horizon. */
function fullestSecond(atMs: readonly number[], horizonMs: number): number {
  let fullest = 0;
  let second = -1;
  let count = 0;
  for (const at of atMs) {
    if (at >= horizonMs) break;
    const own = Math.floor(at / 1000);
    count = own === second ? count + 1 : 1;
    second = own;
    fullest = Math.max(fullest, count);
  }
  return fullest;
}
