import type { EstimatorId, EtaPlan } from '../engine/eta/plan.ts';
import type { BucketRules, RefillChange } from '../engine/rules.ts';
import type { QuoteColumns, VisitColumns } from './run-record.ts';

/** What is scored: our estimators on recorded facts, and the ETA that was really shown. */
export type BacktestId = EstimatorId | 'recorded';

/**
 * What a recording of a waiting room leaves behind once the estimators have seen it. Instants count from the whole second
 * of its first row [ms]. It holds no names of tickets, nor anything made of them.
 */
export interface BacktestRecord {
  readonly trace: BacktestTrace;
  readonly settings: BacktestSettings;
  readonly endMs: number;
  /** Present when the reading was stopped before the end of the recording. */
  readonly interrupted?: { readonly atMs: number };
  readonly firstAdmissionMs?: number;
  /** Changes of the refill that were announced or recorded. */
  readonly schedule: readonly RefillChange[];
  /** The sampled visitors, in order of joining. */
  readonly visits: Pick<VisitColumns, 'outcome' | 'joinMs' | 'endMs'>;
  readonly quotes: QuoteColumns<BacktestId>;
  readonly people: BacktestPeople;
}

/** What there was to read. */
interface BacktestTrace {
  /** Path as the user gave it. */
  readonly file: string;
  readonly format: 'csv' | 'ndjson';
  /** Rows are tickets with all that became of them; else events. */
  readonly isWide: boolean;
  /** Wall clock of run instant 0 [ms since 1970]; absent where times count from a start. */
  readonly startEpochMs?: number;
  readonly joins: number;
  readonly admissions: number;
  readonly leaves: number;
  readonly expiries: number;
  readonly polls: number;
  readonly refusals: number;
  readonly refills: number;
  /** Rows that say which position, and which ETA, was shown. */
  readonly positions: number;
  readonly shown: number;
  /** Polls, refusals and departures of tickets that were not in line. */
  readonly outside: number;
}

/** How it was replayed. */
export interface BacktestSettings {
  readonly eta: Pick<EtaPlan, 'estimators' | 'score'>;
  /** Estimators that were asked for and could not watch, with what they need. */
  readonly unavailable: readonly Unavailable[];
  /** What the gateway is taken to have known of its bucket; absent where nothing says. */
  readonly bucket?: BucketRules;
  /** Whether the capacity was given; else it is taken for one second of the refill. */
  readonly capacityGiven: boolean;
  /** Local time of day at run instant 0, by which `sliding` weighs the hours; absent: it does not. */
  readonly startOfDayMs?: number;
  /** A ticket that polls no more counts as inactive after this; absent: never, or nobody's polls are recorded. */
  readonly inactiveAfterMs?: number;
}

export interface Unavailable {
  readonly id: EstimatorId;
  readonly needs: 'refill' | 'prior';
}

/** Everybody in the recording, sampled or not. */
interface BacktestPeople {
  /** Still in line at the end. */
  readonly waiting: number;
  /** Of those still in line at the end: silent for so long that they count as gone. */
  readonly silent: number;
  /** Of those still in line at the end: in front of all of the last hundred who were let in. */
  readonly overtaken: number;
  /** Let in though they had been silent for longer than `inactiveAfterMs`. */
  readonly admittedSilent: number;
  /** Admissions of tickets whose joining is not recorded. */
  readonly strangers: number;
}
