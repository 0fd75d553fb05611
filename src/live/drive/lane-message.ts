import type { Plan } from '../../scenario/plan.ts';
import type { Losses } from '../target.ts';
import type { Answer, WireRequest } from './wire.ts';

/** What a thread that talks to a target is started with. Plain data: it crosses to the thread. */
export interface LaneOrder {
  readonly plan: Plan;
  /** 0-based, among the threads of the run. */
  readonly lane: number;
  readonly target: string;
  readonly run: string;
  readonly event: string;
  /** The target goes by the run clock, not by its own. */
  readonly byRunClock: boolean;
  readonly allowedHosts: readonly string[];
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type ToLane =
  | { readonly kind: 'ask'; readonly requests: readonly WireRequest[] }
  | { readonly kind: 'close' };

export type FromLane =
  | { readonly kind: 'ready' }
  | { readonly kind: 'wrong'; readonly code: string; readonly message: string; readonly hint?: string }
  | {
      readonly kind: 'answers';
      readonly answers: readonly (readonly [WireRequest, Answer])[];
      readonly losses: Losses;
    };
