import type { WaitBand } from '../engine/eta/conformal/adaptive-band.ts';
import type { Promised } from '../engine/eta/conformal/promise.ts';
import type { EstimatorId } from '../engine/eta/plan.ts';
import type { InfrastructureFindings } from './infrastructure-findings.ts';
import type { GeneratorFindings } from './live-findings.ts';

/**
 * What a run means, ready to be laid out: every number a report prints is here.
 * Shares are 0..1, times ms, rates per second. With several replications numbers are means over them.
 */
export interface Findings extends InfrastructureFindings {
  /** sold-out: the last seat was sold. empties: the line was empty at the end. keeps-up: arrivals went on and the line did not grow. does-not-empty: people were left over.
   *  stalls: nobody was let in for the last minute or more though people waited. */
  readonly verdict: 'empties' | 'keeps-up' | 'does-not-empty' | 'stalls' | 'sold-out';
  readonly interrupted: boolean;
  readonly replications: number;
  readonly endMs: number;
  readonly firstAdmissionMs?: number;
  readonly emptyMs?: number;
  /** Time the rest of the line would need at the rate of the last five minutes; absent when nobody waits or nobody was let in. */
  readonly remainingMs?: number;
  /** What held admission back, by share of seconds with somebody waiting; first entry binds first in time. */
  readonly limits: readonly Limit[];
  /** What bucket and gate allow by theory, whether they bind or not. */
  readonly allows: Allows;
  readonly outcomes: Readonly<
    Record<'arrived' | 'admitted' | 'reneged' | 'refused' | 'balked' | 'failed' | 'censored', number>
  >;
  readonly byClass: Readonly<Record<string, ClassFindings>>;
  readonly wait: WaitFindings;
  readonly peak: {
    readonly joinsPerSec: number;
    readonly joinsAtMs: number;
    readonly requestsPerSec: number;
    readonly requestsAtMs: number;
    readonly lineLength: number;
    readonly lineAtMs: number;
  };
  readonly requests: Readonly<Record<'joins' | 'polls' | 'enters' | 'leaves', number>>;
  readonly admission: AdmissionFindings;
  readonly eta: Readonly<Partial<Record<EstimatorId, EtaFindings>>>;
  readonly scoring: {
    readonly population: 'all' | 'admitted';
    readonly sampling: 'polls' | 'uniform';
    readonly sampledVisitors: number;
    readonly visitors: number;
    readonly displayed: EstimatorId;
    /** Kept quotes of visitors still waiting at the end, refuted or not, over those and the quotes of the admitted. */
    readonly censoredShare: number;
    /** More than 20 % censored. */
    readonly provisional: boolean;
    /** Phases with fewer than 100 scored quotes of the displayed estimator, left out of its mean and worst. */
    readonly absentPhases: readonly Phase[];
  };
  readonly littleLaw: {
    readonly lineMean: number;
    readonly lambdaTimesWait: number;
    readonly relativeError: number;
  };
  readonly thresholds: readonly ThresholdFinding[];
  /** Interval of each catalogued metric; empty with one replication. */
  readonly intervals: Readonly<
    Record<string, { readonly mean: number; readonly halfWidth: number; readonly level: number }>
  >;
  /** One visitor followed to the end: the sampled one that waited longest. */
  readonly followed?: Followed;
  /** What the generator did; present where a target answered, in real time. */
  readonly generator?: GeneratorFindings;
  /** Sentences of why where a figure would surprise; made from measured facts. */
  readonly notes: readonly Note[];
}

export const PHASES = ['cold', 'warm', 'steady', 'late'] as const;
export type Phase = (typeof PHASES)[number];

export interface Limit {
  readonly kind: 'bucket' | 'gate' | 'sessions' | 'pause' | 'ghosts' | 'limiter' | 'min-wait';
  readonly firstAtMs: number;
  /** Share of the seconds in which somebody waited. */
  readonly share: number;
  /** What the limit allows by theory [admissions/s]; absent where there is no closed form. */
  readonly allowsPerSec?: number;
}

/** Closed forms at the rules' starting values [admissions/s]; absent where there is no such rule or no closed form. */
export interface Allows {
  /** min(refill, capacity / clock step): admissions that pay. */
  readonly bucketPerSec?: number;
  /** All ranks of the gate at the visitors' polling. */
  readonly gatePerSec?: number;
  /** The ranks that do not pay; inside the gate's figure, beyond the bucket's. */
  readonly bypassPerSec?: number;
}

export interface ClassFindings {
  readonly arrived: number;
  readonly admitted: number;
  readonly reneged: number;
  readonly balked: number;
  readonly failed: number;
  readonly refused: number;
  readonly censored: number;
  readonly admittedShare: number;
  readonly wait: WaitFindings;
  /** Mean number of tickets a visitor of the class overtook when it was let in. */
  readonly overtookMean: number;
}

/** Waits of the admitted [ms]; all absent when nobody was. Quantiles by the nearest-rank definition. */
export interface WaitFindings {
  readonly meanMs?: number;
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
  readonly maxMs?: number;
}

export interface AdmissionFindings {
  /** Admitted tickets over the time from the first to the last admission. */
  readonly perSecMean: number;
  /** Enters answered 403 over all enters. */
  readonly refused403Share: number;
  readonly limitedShare: number;
  readonly tokenPaid: number;
  readonly bypassed: number;
  readonly tokensSpentByStatus: number;
  readonly wastedReleases: number;
  readonly swept: number;
}

/** How the intervals of an estimator did; absent without a calibration, or where none of its intervals was scored. */
export interface IntervalMeasures {
  /** Share of the scored quotes whose true remaining wait lay within the interval. */
  readonly coverage80?: number;
  readonly coverage95?: number;
  /** Mean width. */
  readonly width80Ms?: number;
  readonly width95Ms?: number;
  /** Mean width as a share of the ETA, of 1 s where it is less. */
  readonly width80Share?: number;
  readonly width95Share?: number;
}

export interface Accuracy extends IntervalMeasures {
  readonly a20: number;
  readonly a10: number;
  /** sum(e - y) / sum(y); absent, like the other error measures, where no answered quote has a true wait. */
  readonly biasShare?: number;
  /** Of the answered quotes; absent where there is none. */
  readonly optimisticShare?: number;
  readonly answeredShare: number;
  readonly maeMs?: number;
  readonly p90AbsErrorMs?: number;
  readonly wape?: number;
  /** Scored quotes. */
  readonly quotes: number;
  /** Quotes left out because their visitor still waited at the end, over these and the scored ones. */
  readonly censoredShare: number;
}

export interface EtaFindings {
  /** Phases with at least 100 scored quotes. */
  readonly phases: Readonly<Partial<Record<Phase, Accuracy>>>;
  /** Unweighted mean of the phases and the worst of them; absent when no phase counts. */
  readonly a20Mean?: number;
  readonly a20Worst?: number;
  /** All quotes together, and with every visitor weighing the same. */
  readonly overall?: Accuracy;
  readonly a20VisitorWeighted?: number;
  /** By true remaining wait: under 30 s, 30-120 s, 120-600 s, over 600 s. */
  readonly byTrueWait: Readonly<
    Partial<Record<'under30s' | '30to120s' | '120to600s' | 'over600s', Accuracy>>
  >;
  /** By time since the last refill change; absent without changes. */
  readonly afterChange: Readonly<Partial<Record<'0to1m' | '1to5m' | '5to15m', Accuracy>>>;
  /** Mean absolute move of the promised instant between two kept quotes of a visitor [ms]. */
  readonly jitterMs?: number;
  /** Visitors who left after a promise that had already been broken. */
  readonly leftAfterBrokenPromise: number;
  readonly claimed?: number;
  /** By local hour, `h00` to `h23`, of the quotes; absent for a run within one hour of the day. */
  readonly byHour?: Readonly<Record<string, HourAccuracy>>;
  /** What each known defect does by itself; of v1.1 and v1.2 only. */
  readonly defects?: DefectAccuracy;
}

export interface HourAccuracy {
  readonly a20: number;
  /** sum(e - y) / sum(y) over answered quotes of the admitted, and their mean true wait; absent without any. */
  readonly biasShare?: number;
  readonly trueMeanMs?: number;
  /** Scored quotes. */
  readonly quotes: number;
}

export const DEFECTS = ['windows', 'burst', 'hourWeight', 'ceiling', 'buffer'] as const;
export type Defect = (typeof DEFECTS)[number];

/** A20 by phase of the admitted's quotes: with every known defect repaired, and with one of them alone. */
export interface DefectAccuracy {
  readonly repaired: Readonly<Partial<Record<Phase, number>>>;
  readonly alone: Readonly<Partial<Record<Defect, Readonly<Partial<Record<Phase, number>>>>>>;
}

export interface ThresholdFinding {
  readonly text: string;
  readonly metric: string;
  readonly passed: boolean;
  /** In the metric's unit; absent when the run has no such value, which fails. */
  readonly value?: number;
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

export interface Followed {
  readonly visit: number;
  readonly className: string;
  readonly joinMs: number;
  readonly waitMs?: number;
  /** At most 24 rows, evenly chosen from the visitor's kept quotes. */
  readonly rows: readonly {
    readonly atMs: number;
    readonly position: number;
    /** True remaining wait [ms]; absent when censored. */
    readonly trueMs?: number;
    readonly confidence?: number;
    readonly shownSec: Readonly<Partial<Record<EstimatorId, number>>>;
    /** Intervals of the calibrated estimators. */
    readonly bands?: Readonly<Partial<Record<EstimatorId, WaitBand>>>;
    /** The 80 % interval of the displayed estimator, rounded as it would be shown; where it is calibrated. */
    readonly promised?: Promised;
  }[];
}

export interface Note {
  /** Known to `tacos explain`. */
  readonly code: string;
  readonly text: string;
}
