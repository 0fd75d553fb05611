import { WINDOWS_SEC } from '../engine/admission-log.ts';
import { WINDOW_WEIGHTS } from '../engine/eta/sliding.ts';
import { NO_QUOTE, type RunRecord, type SecondSeries } from '../result/run-record.ts';
import { hits20 } from './accuracy-tally.ts';
import { cellPhase, type QuoteTruth } from './quote-truth.ts';

/** Ceiling of the estimators that copy the reference gateway [s]. */
export const CLAMP_SEC = 600;

/** Estimators with that ceiling. */
export const CLAMPED = ['moving-count', 'sliding'] as const;
export type Clamped = (typeof CLAMPED)[number];

/** What notes need beyond the findings. Counts and shares of one run, or means over replications. */
export interface NoteFacts {
  /** Share of an estimator's answered quotes that sit at its ceiling. */
  readonly clampedShare: Readonly<Partial<Record<Clamped, number>>>;
  /** Cold A20 of admitted visitors after the first admission, as shown and with windows divided by observed time. */
  readonly coldWindows: Readonly<Partial<Record<Clamped, ColdWindows>>>;
  /** The strongest hour weight that `sliding` used while somebody waited, and its local hour 0..23. */
  readonly hour?: { readonly hour: number; readonly weight: number };
  /** Visitors with two kept quotes or more, and those of them whose shown position ever fell; only where it may stand. */
  readonly position?: { readonly visitors: number; readonly fell: number };
  /** The second with the most ghosts, and their share of its line; a line of under 100 tickets does not count. */
  readonly ghosts?: { readonly share: number; readonly atMs: number; readonly tickets: number };
  /** Tokens that a bucket on pod clocks paid, and the most that its capacity and refill make until the last admission. */
  readonly podTokens?: { readonly spent: number; readonly earned: number };
  /** Entries of the admission log over admissions of the same minutes. */
  readonly loggedShare?: number;
  /** Visits that the warm-up leaves out. */
  readonly warmupVisits: number;
}

interface ColdWindows {
  readonly a20: number;
  readonly a20ByObservedTime: number;
}

/** Returns the facts that notes of one run are made from. */
export function noteFacts(record: RunRecord, truth: QuoteTruth): NoteFacts {
  const { series, visits, plan } = record;
  const clampedShare: Partial<Record<Clamped, number>> = {};
  const coldWindows: Partial<Record<Clamped, ColdWindows>> = {};
  for (const id of CLAMPED) {
    const shownSec = record.quotes.shownSec[id];
    if (shownSec === undefined) continue;
    const share = shareAtCeiling(shownSec, truth);
    if (share !== undefined) clampedShare[id] = share;
    const cold =
      id === 'sliding' && plan.admission.etaWindows !== 'full-length'
        ? undefined
        : coldByObservedTime(record, truth, id);
    if (cold !== undefined) coldWindows[id] = cold;
  }
  const hour = strongestHour(record);
  const position = positionsThatFell(record, truth);
  const ghosts = mostGhosts(series);
  const loggedShare = logged(series);
  const podTokens = tokensOnPodClocks(record);
  return {
    clampedShare,
    coldWindows,
    ...(hour === undefined ? {} : { hour }),
    ...(position === undefined ? {} : { position }),
    ...(ghosts === undefined ? {} : { ghosts }),
    ...(podTokens === undefined ? {} : { podTokens }),
    ...(loggedShare === undefined ? {} : { loggedShare }),
    warmupVisits: visits.joinMs.reduce((n, joinMs) => n + (joinMs < plan.clock.warmupMs ? 1 : 0), 0),
  };
}

function shareAtCeiling(shownSec: Uint32Array, { rows }: QuoteTruth): number | undefined {
  let answered = 0;
  let clamped = 0;
  for (const some of [rows.admitted, rows.censored, rows.reneged]) {
    for (const row of some) {
      if (shownSec[row] !== NO_QUOTE) answered += 1;
      if (shownSec[row] === CLAMP_SEC) clamped += 1;
    }
  }
  return answered === 0 ? undefined : clamped / answered;
}

/**
 * How many cold quotes hit as shown, and how many would if every window were divided by the time t since the first
 * admission instead of its full length L. Below t = 60 s all windows hold the same count, so the rate grows by
 * f(t) = 1 / sum of weight x t / L and the quote shrinks by it. Quotes at the ceiling stay as they are.
 */
function coldByObservedTime(record: RunRecord, truth: QuoteTruth, id: Clamped): ColdWindows | undefined {
  const shownSec = record.quotes.shownSec[id]!;
  const firstMs = record.firstAdmissionMs;
  if (firstMs === undefined) return undefined;
  const perSec = id === 'moving-count' ? 1 / WINDOWS_SEC[0] : fullLengthShare();
  let quotes = 0;
  let hits = 0;
  let hitsByObservedTime = 0;
  for (const row of truth.rows.admitted) {
    const sinceMs = record.quotes.atMs[row]! - firstMs;
    if (sinceMs < 0) continue;
    // Quotes come in order of time.
    if (cellPhase(truth.cell[row]!) !== 'cold') break;
    const shown = shownSec[row]!;
    quotes += 1;
    if (shown === NO_QUOTE) continue;
    const factor = shown >= CLAMP_SEC ? 1 : Math.min(1, perSec * (Math.floor(sinceMs / 1_000) + 1));
    if (hits20(shown * 1_000, truth.remainingMs[row]!)) hits += 1;
    if (hits20(shown * 1_000 * factor, truth.remainingMs[row]!)) hitsByObservedTime += 1;
  }
  return quotes === 0 ? undefined : { a20: hits / quotes, a20ByObservedTime: hitsByObservedTime / quotes };
}

/** Sum of weight / length over the windows of `sliding` [1/s]: what each second of history adds to the rate it sees. */
export function fullLengthShare(): number {
  return WINDOW_WEIGHTS.reduce((sum, weight, index) => sum + weight / WINDOWS_SEC[index]!, 0);
}

function strongestHour({ series, plan }: RunRecord): NoteFacts['hour'] {
  const weights = series.sliding?.hourWeight;
  if (weights === undefined) return undefined;
  let best: NoteFacts['hour'];
  for (let s = 0; s < weights.length; s += 1) {
    const weight = weights[s]!;
    if (series.line[s]! - series.ghosts[s]! <= 0 || weight <= 0) continue;
    if (best !== undefined && Math.abs(Math.log(weight)) <= Math.abs(Math.log(best.weight))) continue;
    const localSec = Math.floor(plan.clock.startOfDayOffsetMs / 1_000) + s;
    best = { hour: Math.floor(localSec / 3_600) % 24, weight };
  }
  return best;
}

function positionsThatFell(record: RunRecord, truth: QuoteTruth): NoteFacts['position'] {
  if (record.plan.admission.shownPosition !== 'joined') return undefined;
  const last = new Uint32Array(truth.visitOfSlot.length);
  const seen = new Uint8Array(truth.visitOfSlot.length);
  for (let row = 0; row < truth.slot.length; row += 1) {
    const slot = truth.slot[row]!;
    const position = record.quotes.position[row]!;
    if (last[slot]! > 0) seen[slot] = seen[slot] === 2 || position < last[slot]! ? 2 : 1;
    last[slot] = position;
  }
  let visitors = 0;
  let fell = 0;
  for (const state of seen) {
    if (state > 0) visitors += 1;
    if (state === 2) fell += 1;
  }
  return { visitors, fell };
}

function mostGhosts({ line, ghosts }: SecondSeries): NoteFacts['ghosts'] {
  let best: NoteFacts['ghosts'];
  for (let s = 0; s < line.length; s += 1) {
    if (line[s]! < 100 || ghosts[s]! === 0) continue;
    const share = ghosts[s]! / line[s]!;
    if (best === undefined || ghosts[s]! > best.tickets)
      best = { share, atMs: s * 1_000, tickets: ghosts[s]! };
  }
  return best;
}

/** Capacity and refill over the time to the last admission and one step of the clock, against what was paid. */
function tokensOnPodClocks({ plan, series, totals }: RunRecord): NoteFacts['podTokens'] {
  const { bucket } = plan.admission;
  if (bucket?.podClocks === undefined) return undefined;
  const lastSec = series.admitted.findLastIndex((admitted) => admitted > 0);
  const refilled = series.actualRefillPerSec.subarray(0, lastSec + 1);
  const perSec = refilled.reduce((most, rate) => Math.max(most, rate), 0);
  const earned = refilled.reduce((sum, rate) => sum + rate, bucket.capacityTokens);
  return {
    spent: totals.tokenPaid + totals.tokensSpentByStatus,
    earned: earned + (perSec * bucket.clockResolutionMs) / 1_000,
  };
}

/** Admissions of the last 61 whole seconds, which is what the log's first window spans, against its entries. */
function logged({ admitted, sliding }: SecondSeries): number | undefined {
  if (sliding === undefined) return undefined;
  let inWindow = 0;
  let admissions = 0;
  let entries = 0;
  for (let s = 0; s < admitted.length; s += 1) {
    inWindow += admitted[s]! - (s > WINDOWS_SEC[0] ? admitted[s - WINDOWS_SEC[0] - 1]! : 0);
    admissions += inWindow;
    entries += sliding.count1Min[s]!;
  }
  return admissions === 0 ? undefined : entries / admissions;
}
