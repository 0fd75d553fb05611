import type { EtaCalibration } from '../engine/eta/conformal/calibration.ts';
import type { EtaPlan } from '../engine/eta/plan.ts';
import type { AdmissionRules } from '../engine/rules.ts';
import type { ArrivalPlan } from '../traffic/arrival-plan.ts';
import type { VisitorClass } from '../traffic/visitor-class.ts';
import type { InfrastructurePlan } from './infrastructure-plan.ts';

/** A scenario with every default filled in and every unit resolved: all that a maker needs to run. */
export interface Plan {
  readonly name: string;
  readonly title: string;
  /** What the sample report should teach, one sentence; absent when the scenario says none. */
  readonly lesson?: string;
  readonly source: {
    /** Path as the user gave it. */
    readonly file: string;
    /** SHA-256 (hex) of the effective scenario in canonical form, traces included. */
    readonly hash: string;
    /** `--set` overrides in force, as given. */
    readonly overrides: readonly string[];
  };
  readonly clock: ClockPlan;
  readonly random: RandomPlan;
  readonly arrivals: ArrivalPlan;
  readonly visitors: readonly VisitorClass[];
  readonly admission: AdmissionRules;
  readonly eta: EtaPlan;
  /** What the intervals around ETAs begin with; absent: there are none. */
  readonly calibration?: EtaCalibration;
  /** Absent where the scenario names none of its parts: requests then take no time and never fail. */
  readonly infrastructure?: InfrastructurePlan;
  readonly thresholds: readonly Threshold[];
  /** What `tacos gate` compares with a baseline; absent where the scenario has no such section. It moves no run. */
  readonly gate?: GatePlan;
  /** The same scenario with other values, run beside it on the same seed; empty in a variant. */
  readonly variants: readonly Variant[];
  /** Exit code that CI expects of this scenario. */
  readonly expectedExit: number;
  /** Claims to print beside measurements, share 0..1 by estimator. */
  readonly claims: Readonly<Record<string, number>>;
  /** Whether a report holds the claims against what was measured, phase by phase, in the run and its variants. */
  readonly judgesClaims: boolean;
}

export interface Variant {
  readonly name: string;
  readonly title: string;
  readonly plan: Plan;
}

export interface ClockPlan {
  /** ISO 8601 with offset, as written. */
  readonly start: string;
  /** Local time of day at run instant 0 [ms since midnight]. */
  readonly startOfDayOffsetMs: number;
  readonly horizonMs: number;
  readonly warmupMs: number;
}

export interface RandomPlan {
  readonly seed: number;
  readonly replications: {
    readonly min: number;
    /** Equal to min where the number is fixed. */
    readonly max: number;
    /** Stop between min and max once the half-width is reached. */
    readonly until?: { readonly metric: string; readonly halfWidth: number; readonly level: number };
  };
}

export interface Threshold {
  /** As written. */
  readonly text: string;
  /** Path in the catalogue of `scenario/metrics.ts`, without unit suffix. */
  readonly metric: string;
  readonly comparison: '<' | '<=' | '>' | '>=' | '==';
  /** In the metric's own unit: ms, share, per second, count. */
  readonly value: number;
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** How a change of accuracy is judged against a baseline. */
export interface GatePlan {
  /** One run each: the first look. */
  readonly seeds: readonly number[];
  /** Runs that are added once where the first look cannot decide; empty: there is one look. */
  readonly topUp: readonly number[];
  /** The decisive family. */
  readonly metrics: readonly GateTarget[];
  /** Accepted changes for the worse: of times as a share of the old value, of shares in points (0.02 is 2 points). */
  readonly margins: { readonly relative: number; readonly points: number };
  /** The same for what may fail a gate but not hold it up: bias and coverage in points, jitter as a share. */
  readonly guards: { readonly bias: number; readonly coverage: number; readonly jitter: number };
}

export interface GateTarget {
  /** Path in the catalogue, where `eta.displayed` stands for the displayed estimator. */
  readonly path: string;
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}
