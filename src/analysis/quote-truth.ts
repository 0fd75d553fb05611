import { phaseIndexAt } from '../engine/eta/conformal/cells.ts';
import type { RefillChange } from '../engine/rules.ts';
import { OUTCOMES, type QuoteColumns, type VisitColumns } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { PHASES, type Phase } from './findings.ts';

export const TRUE_WAITS = ['under30s', '30to120s', '120to600s', 'over600s'] as const;
export const AFTER_CHANGES = ['0to1m', '1to5m', '5to15m'] as const;

/** What becomes of visitors whose quotes say something about promises. */
const FATES = ['admitted', 'censored', 'reneged'] as const;
type Fate = (typeof FATES)[number];

const WAIT_CUTS = TRUE_WAITS.length + 1;
const CHANGE_CUTS = AFTER_CHANGES.length + 1;
/** Cells are phase x true wait (or unknown) x time since a refill change (or none). */
export const CELLS = PHASES.length * WAIT_CUTS * CHANGE_CUTS;

/** What is true of each kept quote, the same for all estimators. Columns have one row for each quote. */
export interface QuoteTruth {
  /** Rows by what became of their visitor, in order of time; rows of all others, and of the warm-up, are in none. */
  readonly rows: Readonly<Record<Fate, Int32Array>>;
  /** From the quote to the visitor's end [ms]: the true remaining wait of the admitted, the wait so far of the rest. */
  readonly remainingMs: Int32Array;
  readonly cell: Uint8Array;
  /**
   * Weight of each quote where quotes are sampled uniformly: one over the quotes of the same second that may be scored,
   * so that each second of the run weighs the same however many people waited in it. Absent: all weigh 1.
   */
  readonly weight?: Float64Array;
  /** Number of the quote's visitor among those with kept quotes, in order of their first quote. */
  readonly slot: Int32Array;
  /** Row of each slot's visitor in VisitColumns. */
  readonly visitOfSlot: Int32Array;
}

/** What there is to know of quotes and of what became of those who got them: a run's record has it, and a recording's. */
export interface QuotedRun {
  readonly quotes: Pick<QuoteColumns, 'visit' | 'atMs'>;
  readonly visits: Pick<VisitColumns, 'outcome' | 'joinMs' | 'endMs'>;
  readonly firstAdmissionMs?: number;
  readonly plan: {
    readonly clock: Pick<Plan['clock'], 'warmupMs'>;
    readonly admission: { readonly schedule: readonly RefillChange[] };
    readonly eta: { readonly score: Pick<Plan['eta']['score'], 'sampling' | 'population'> };
  };
}

type Slots = Pick<QuoteTruth, 'slot' | 'visitOfSlot'>;

/** Returns the truth of every kept quote of a run. */
export function quoteTruth(record: QuotedRun): QuoteTruth {
  const slots = assignSlots(record);
  const remainingMs = remainingOf(record, slots);
  const rows = {
    admitted: rowsOf('admitted', record, slots, remainingMs),
    censored: rowsOf('censored', record, slots, remainingMs),
    reneged: rowsOf('reneged', record, slots, remainingMs),
  };
  const truth = { ...slots, remainingMs, rows, cell: cellsOf(record, rows.admitted, remainingMs) };
  const { sampling, population } = record.plan.eta.score;
  if (sampling === 'polls') return truth;
  const scored = population === 'admitted' ? [rows.admitted] : [rows.admitted, rows.censored];
  return { ...truth, weight: secondWeights(record.quotes.atMs, scored) };
}

function assignSlots({ quotes, visits }: QuotedRun): Slots {
  const slotOfVisit = new Int32Array(visits.outcome.length).fill(-1);
  const visitOfSlot = new Int32Array(visits.outcome.length);
  const slot = new Int32Array(quotes.visit.length);
  let slots = 0;
  for (let row = 0; row < slot.length; row += 1) {
    const visit = quotes.visit[row]!;
    if (slotOfVisit[visit] === -1) {
      slotOfVisit[visit] = slots;
      visitOfSlot[slots] = visit;
      slots += 1;
    }
    slot[row] = slotOfVisit[visit]!;
  }
  return { slot, visitOfSlot: visitOfSlot.slice(0, slots) };
}

function remainingOf({ quotes, visits }: QuotedRun, { slot, visitOfSlot }: Slots): Int32Array {
  const endMs = Int32Array.from(visitOfSlot, (visit) => visits.endMs[visit]!);
  const remainingMs = new Int32Array(slot.length);
  for (let row = 0; row < slot.length; row += 1) remainingMs[row] = endMs[slot[row]!]! - quotes.atMs[row]!;
  return remainingMs;
}

function rowsOf(
  fate: Fate,
  { visits, plan }: QuotedRun,
  { slot, visitOfSlot }: Slots,
  remainingMs: Int32Array,
): Int32Array {
  const outcome = OUTCOMES.indexOf(fate);
  const belongs = Uint8Array.from(visitOfSlot, (visit) =>
    visits.outcome[visit] === outcome && visits.joinMs[visit]! >= plan.clock.warmupMs ? 1 : 0,
  );
  const rows = new Int32Array(slot.length);
  let count = 0;
  for (let row = 0; row < slot.length; row += 1) {
    // Written always, kept only if it belongs: whose quote comes next is what a processor cannot predict.
    rows[count] = row;
    count += belongs[slot[row]!]! & Number(remainingMs[row]! >= 0);
  }
  return rows.slice(0, count);
}

function secondWeights(atMs: Int32Array, scored: readonly Int32Array[]): Float64Array {
  const lastMs = atMs.at(-1) ?? 0;
  const perSecond = new Uint32Array(Math.floor(lastMs / 1_000) + 1);
  for (const rows of scored) for (const row of rows) perSecond[Math.floor(atMs[row]! / 1_000)]! += 1;
  return Float64Array.from(atMs, (ms) => 1 / Math.max(1, perSecond[Math.floor(ms / 1_000)]!));
}

function cellsOf(
  { quotes, ...record }: QuotedRun,
  admitted: Int32Array,
  remainingMs: Int32Array,
): Uint8Array {
  const firstMs = record.firstAdmissionMs ?? Number.POSITIVE_INFINITY;
  const changesMs = record.plan.admission.schedule.map((change) => change.atMs);
  const cells = new Uint8Array(remainingMs.length);
  for (let row = 0; row < cells.length; row += 1) {
    const atMs = quotes.atMs[row]!;
    const phase = phaseIndexAt(atMs - firstMs);
    cells[row] = (phase * WAIT_CUTS + WAIT_CUTS - 1) * CHANGE_CUTS + changeIndex(changesMs, atMs);
  }
  for (let i = 0; i < admitted.length; i += 1) {
    const row = admitted[i]!;
    cells[row] = cells[row]! - (WAIT_CUTS - 1 - trueWaitIndex(remainingMs[row]!)) * CHANGE_CUTS;
  }
  return cells;
}

export function cellPhase(cell: number): Phase {
  return PHASES[Math.floor(cell / (WAIT_CUTS * CHANGE_CUTS))]!;
}

/** Absent where the true wait is unknown. */
export function cellTrueWait(cell: number): (typeof TRUE_WAITS)[number] | undefined {
  return TRUE_WAITS[Math.floor(cell / CHANGE_CUTS) % WAIT_CUTS];
}

/** Absent before the first refill change and 15 min or more after the last one. */
export function cellAfterChange(cell: number): (typeof AFTER_CHANGES)[number] | undefined {
  return AFTER_CHANGES[cell % CHANGE_CUTS];
}

function trueWaitIndex(yMs: number): number {
  if (yMs < 30_000) return 0;
  if (yMs < 120_000) return 1;
  return yMs < 600_000 ? 2 : 3;
}

function changeIndex(changesMs: readonly number[], atMs: number): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const changeMs of changesMs) {
    if (changeMs > atMs) break;
    last = changeMs;
  }
  const since = atMs - last;
  if (since < 60_000) return 0;
  if (since < 300_000) return 1;
  return since < 900_000 ? 2 : 3;
}
