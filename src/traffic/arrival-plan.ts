/** How visitors come: phases that do not overlap, on the run clock. */
export interface ArrivalPlan {
  /** poisson: random; deterministic: evenly spaced in the integrated rate. */
  readonly process: 'poisson' | 'deterministic';
  readonly phases: readonly ArrivalPhase[];
  /** Log-AR(1) factor on the rate, mean 1, one value a second (over-dispersion). */
  readonly noise?: { readonly sd: number; readonly correlationMs: number };
}

export interface ArrivalPhase {
  readonly name: string;
  readonly startMs: number;
  /** Exclusive end of the phase. */
  readonly endMs: number;
  readonly shape: ArrivalShape;
}

/** All rates in visitors per second. Instants of a shape count from the start of its phase. */
export type ArrivalShape =
  | { readonly kind: 'constant'; readonly perSec: number }
  /** Linear from one rate to another over the whole phase. */
  | { readonly kind: 'ramp'; readonly fromPerSec: number; readonly toPerSec: number }
  /** Linear ramp to the peak, then exponential decay; total = peak x (ramp/2 + decay). */
  | { readonly kind: 'flash'; readonly peakPerSec: number; readonly rampMs: number; readonly decayMs: number }
  /** Ari et al. 2003: ramp-up, sustained and ramp-down around a normal rate. */
  | {
      readonly kind: 'flash-crowd';
      readonly normalPerSec: number;
      readonly shock: number;
      readonly rampUpMs: number;
      readonly sustainedMs: number;
      readonly rampDownMs: number;
    }
  /** Hour-of-day curve: weight of each part of a day times a mean rate; clockOffsetMs is the local time of day at run instant 0. */
  | {
      readonly kind: 'hours';
      readonly meanPerSec: number;
      readonly weights: readonly number[];
      readonly dayMs: number;
      readonly clockOffsetMs: number;
    }
  /** On-sale decay: start rate halves every halfLife. */
  | { readonly kind: 'half-life'; readonly startPerSec: number; readonly halfLifeMs: number }
  /** People gather at a constant rate over the phase and join in random order at its end. */
  | { readonly kind: 'lottery'; readonly visitors: number }
  /** Markov-modulated: exponential stays in states of constant rate, cyclic when there are two, uniform next state otherwise. */
  | {
      readonly kind: 'markov';
      readonly states: readonly { readonly perSec: number; readonly meanStayMs: number }[];
    }
  /** Recorded counts per bin, already scaled in time and height. */
  | { readonly kind: 'counts'; readonly binMs: number; readonly counts: readonly number[] }
  /** Recorded instants, ascending, already scaled in time; each stands for height visitors on average. */
  | { readonly kind: 'instants'; readonly atMs: readonly number[]; readonly height: number };

/** Arrivals of one replication. Typed arrays of one length, ascending in joinMs. */
export interface Arrivals {
  /** When the visitor came [ms]; before joinMs only in a lottery. */
  readonly arriveMs: Int32Array;
  /** When it joins the line [ms]. */
  readonly joinMs: Int32Array;
}
