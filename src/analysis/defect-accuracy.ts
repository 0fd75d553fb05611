import { WINDOWS_SEC } from '../engine/admission-log.ts';
import { WINDOW_WEIGHTS } from '../engine/eta/sliding.ts';
import type { RunRecord } from '../result/run-record.ts';
import { hits20 } from './accuracy-tally.ts';
import { DEFECTS, type Defect, type DefectAccuracy, PHASES, type Phase } from './findings.ts';
import { CLAMP_SEC, type Clamped } from './note-facts.ts';
import { cellPhase, type QuoteTruth } from './quote-truth.ts';

/** Quotes looked at, evenly chosen: enough for a percent, and a small part of the time of a run. */
const MOST_QUOTES = 40_000;

/** Safety factor of the reference gateway. */
const BUFFER = 1.1;

/** Phases with fewer quotes are left out. */
const MIN_QUOTES = 50;

/**
 * Returns what each known defect of v1.1 or v1.2 does by itself: A20 by phase of position / rate with every defect repaired,
 * and with all but one repaired. Repaired, a window counts completed seconds since the bucket first ran dry and is divided
 * by as many, and there is no hour weight, buffer or ceiling. Of admitted visitors' quotes; what is left to 100 % when all
 * is repaired is none of these: people ahead who leave, and a rate that wavers. Undefined where nobody was let in.
 *
 * windows: divided by their full length. burst: history begins with the first admission, opening burst and all.
 * hourWeight: times the weight of the local hour. buffer: times 1.1. ceiling: 600 s at most.
 */
export function defectAccuracy(
  record: RunRecord,
  truth: QuoteTruth,
  id: Clamped,
): DefectAccuracy | undefined {
  const rates = ratesOf(record, id);
  if (rates === undefined) return undefined;
  const present = DEFECTS.filter((defect) => has(record, id, defect));
  const tallies = [undefined, ...present].map((defect) => ({ defect, hits: phaseCounts() }));
  const quotes = phaseCounts();
  const { admitted } = truth.rows;
  const stride = Math.max(1, Math.ceil(admitted.length / MOST_QUOTES));
  for (let i = 0; i < admitted.length; i += stride) {
    const row = admitted[i]!;
    const phase = cellPhase(truth.cell[row]!);
    const atMs = record.quotes.atMs[row]!;
    quotes[phase] += 1;
    for (const { defect, hits } of tallies) {
      const etaMs = 1_000 * estimateSec(record, rates, defect, record.quotes.position[row]!, atMs);
      if (hits20(etaMs, truth.remainingMs[row]!)) hits[phase] += 1;
    }
  }
  const [repaired, ...alone] = tallies.map(({ hits }) => shares(hits, quotes));
  return {
    repaired: repaired ?? {},
    alone: Object.fromEntries(present.map((defect, i) => [defect, alone[i] ?? {}])),
  };
}

/** A run has an estimator's defect where its switches leave it in. */
function has({ plan }: RunRecord, id: Clamped, defect: Defect): boolean {
  if (defect === 'hourWeight') return id === 'sliding' && plan.admission.hourWeight;
  if (defect === 'windows') return id === 'moving-count' || plan.admission.etaWindows === 'full-length';
  return true;
}

/** Rates by second of the run [1/s]: with both repairs, and with one of them left out. */
interface Rates {
  readonly repaired: Float64Array;
  readonly windows: Float64Array;
  readonly burst: Float64Array;
}

function ratesOf({ series, firstAdmissionMs }: RunRecord, id: Clamped): Rates | undefined {
  if (firstAdmissionMs === undefined) return undefined;
  const firstSec = Math.floor(firstAdmissionMs / 1_000);
  const drySec = firstDrySec(series);
  const before = new Float64Array(series.admitted.length + 1);
  for (let s = 0; s < series.admitted.length; s += 1) before[s + 1] = before[s]! + series.admitted[s]!;
  const weights = id === 'sliding' ? WINDOW_WEIGHTS : ([1] as const);
  const rate = (sinceSec: number, full: boolean) =>
    Float64Array.from(before, (_, nowSec) => windowRate(before, nowSec, sinceSec, weights, full));
  return {
    repaired: rate(drySec ?? firstSec + 1, false),
    windows: rate(drySec ?? firstSec + 1, true),
    burst: rate(firstSec, false),
  };
}

/** The first second that began with the bucket empty and somebody waiting. */
function firstDrySec({ tokens, line, ghosts, refusedByBucket }: RunRecord['series']): number | undefined {
  const second = tokens.findIndex(
    (left, s) => refusedByBucket[s]! > 0 || (left < 1 && line[s]! - ghosts[s]! > 0),
  );
  return second === -1 ? undefined : second + 1;
}

function windowRate(
  before: Float64Array,
  nowSec: number,
  sinceSec: number,
  weights: readonly number[],
  full: boolean,
): number {
  let sum = 0;
  let total = 0;
  for (const [index, weight] of weights.entries()) {
    const width = WINDOWS_SEC[index]!;
    const fromSec = Math.max(sinceSec, nowSec - width, 0);
    const admitted = nowSec > fromSec ? before[nowSec]! - before[fromSec]! : 0;
    if (admitted === 0) continue;
    sum += (weight * admitted) / (full ? width : nowSec - fromSec);
    total += weight;
  }
  return total === 0 ? 0 : sum / total;
}

/** Infinity where there is no rate, which hits nothing. */
function estimateSec(
  { plan }: RunRecord,
  rates: Rates,
  defect: Defect | undefined,
  position: number,
  atMs: number,
): number {
  const second = Math.floor(atMs / 1_000);
  const rate = defect === 'windows' || defect === 'burst' ? rates[defect][second]! : rates.repaired[second]!;
  const etaSec = position / rate;
  switch (defect) {
    case 'hourWeight':
      return etaSec / (plan.eta.hourWeights[localHour(plan.clock.startOfDayOffsetMs + atMs)] ?? 1);
    case 'buffer':
      return etaSec * BUFFER;
    case 'ceiling':
      return Math.min(CLAMP_SEC, etaSec);
    default:
      return etaSec;
  }
}

function localHour(ofDayMs: number): number {
  return Math.floor(ofDayMs / 3_600_000) % 24;
}

function phaseCounts(): Record<Phase, number> {
  return { cold: 0, warm: 0, steady: 0, late: 0 };
}

function shares(
  hits: Readonly<Record<Phase, number>>,
  quotes: Readonly<Record<Phase, number>>,
): Readonly<Partial<Record<Phase, number>>> {
  return Object.fromEntries(
    PHASES.filter((phase) => quotes[phase] >= MIN_QUOTES).map((phase) => [
      phase,
      hits[phase] / quotes[phase],
    ]),
  );
}
