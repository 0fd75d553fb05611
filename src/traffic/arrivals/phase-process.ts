import type { Rng } from '../../random/rng.ts';
import type { ArrivalShape } from '../arrival-plan.ts';
import type { RateSegment } from '../rate-profile.ts';

/** What the shape of one phase means on the run clock: the port between shapes and what draws or measures them. */
export type PhaseProcess =
  /** Arrivals by a known rate. */
  | { readonly kind: 'rate'; readonly rate: readonly RateSegment[] }
  /** Arrivals by a rate that is itself random: its mean, the highest it can be, and one draw of it. */
  | {
      readonly kind: 'modulated';
      readonly meanRate: readonly RateSegment[];
      readonly peakPerSec: number;
      readonly drawRate: (rng: Rng) => readonly RateSegment[];
    }
  /** Visitors come by a rate, and all join in random order at one instant. */
  | {
      readonly kind: 'gathering';
      readonly rate: readonly RateSegment[];
      readonly visitors: number;
      readonly joinMs: number;
    }
  /** Exact instants on the run clock, ascending, each standing for height visitors on average. */
  | { readonly kind: 'replay'; readonly atMs: readonly number[]; readonly height: number };

/** The parameters of one kind of shape. */
export type ShapeOf<K extends ArrivalShape['kind']> = Extract<ArrivalShape, { readonly kind: K }>;
