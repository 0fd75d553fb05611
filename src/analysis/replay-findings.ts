import { DecisionLog } from '../kubernetes/scaling/decision-log.ts';
import type { ScalingDecision } from '../kubernetes/scaling/scaling-decision.ts';
import type {
  CandidateRecord,
  HpaReplayRecord,
  PodCapacity,
  ReplayedTrace,
  ReplaySettings,
  ReplicaCourse,
} from '../result/replay-record.ts';
import { agreementOf, type ReplayAgreement } from './replay-agreement.ts';
import { causeOf, findLags, type ReplayLag } from './replay-lags.ts';
import { type ReplayNote, replayNotes } from './replay-notes.ts';

/** What a replay says, as numbers. Instants count from the recording's first frame [ms]. */
export interface ReplayFindings {
  readonly trace: ReplayedTrace;
  readonly settings: ReplaySettings;
  readonly capacity: PodCapacity;
  /** In the order in which they were given. */
  readonly candidates: readonly CandidateFindings[];
  /** The recorded replicas; absent where they were not recorded. */
  readonly recorded?: ReplicaFindings;
  /** Of two autoscalers the second less the first, otherwise absent. */
  readonly difference?: ReplicaDifference;
  readonly notes: readonly ReplayNote[];
}

/** What became of the replicas, whoever decided on them. */
export interface ReplicaFindings {
  /** Replica time, which is what is paid for [h]. */
  readonly podHours: number;
  readonly meanReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly endReplicas: number;
  /** Changes of the replicas. */
  readonly scaleUps: number;
  readonly scaleDowns: number;
  /** Time in which Ready pods could not carry the demand [ms]. */
  readonly lagMs: number;
  /** Most demand above capacity, in the capacity's measure [milli-units], and in pods. */
  readonly worstShortfallMilli: number;
  readonly worstMissingPods: number;
  /** Share of the whole demand that was above capacity, 0..1. */
  readonly unservedShare: number;
  readonly lags: readonly ReplayLag[];
}

export interface CandidateFindings extends ReplicaFindings {
  readonly name: string;
  readonly file: string;
  readonly initialReplicas: number;
  readonly passes: number;
  /** Passes that changed the replicas, and of those held back the first for each reason. */
  readonly decisions: readonly ScalingDecision[];
  /** as-recorded only. */
  readonly agreement?: ReplayAgreement;
}

type Compared = Exclude<keyof ReplicaFindings, 'lags' | 'minReplicas' | 'endReplicas'>;

export type ReplicaDifference = Readonly<Record<Compared, number>>;

/** Returns the findings of a replay. */
export function summarizeReplay(record: HpaReplayRecord): ReplayFindings {
  const { trace, settings, capacity, recorded } = record;
  const candidates = record.candidates.map((candidate) => describeCandidate(candidate, record));
  const [first, second, third] = candidates;
  return {
    trace,
    settings,
    capacity,
    candidates,
    ...(recorded === undefined
      ? {}
      : { recorded: describeCourse(recorded, findLags(recorded, capacity), capacity) }),
    ...(first !== undefined && second !== undefined && third === undefined
      ? { difference: differenceOf(first, second) }
      : {}),
    notes: replayNotes(record),
  };
}

function describeCandidate(candidate: CandidateRecord, record: HpaReplayRecord): CandidateFindings {
  const { name, file, initialReplicas, decisions, course, spec } = candidate;
  const { capacity, settings, recorded, trace } = record;
  const log = new DecisionLog(name);
  for (const decision of decisions) log.passed(decision, 'hpa');
  // Shown recorded pods, it has none of its own that could fall short.
  const isShadow = settings.mode === 'as-recorded';
  const lags = isShadow
    ? []
    : findLags(course, capacity, (lag) => causeOf(lag, decisions, capacity, spec.maxReplicas));
  const grantedMs = settings.syncPeriodMs + trace.stepMs;
  return {
    name,
    file,
    initialReplicas,
    passes: decisions.length,
    ...describeCourse(course, lags, capacity),
    decisions: log.entries,
    ...(isShadow && recorded !== undefined ? { agreement: agreementOf(decisions, recorded, grantedMs) } : {}),
  };
}

function describeCourse(
  { untilMs, desired, demandMilli }: ReplicaCourse,
  lags: readonly ReplayLag[],
  { perPodMilli }: PodCapacity,
): ReplicaFindings {
  const lengthOf = (i: number) => untilMs[i]! - (untilMs[i - 1] ?? 0);
  const total = (levels: readonly number[]) => levels.reduce((sum, level, i) => sum + level * lengthOf(i), 0);
  const endMs = untilMs.at(-1) ?? 0;
  const changes = desired.slice(1).map((count, i) => count - desired[i]!);
  const demandMilliSec = total(demandMilli) / 1000;
  const unserved = lags.reduce((sum, lag) => sum + lag.unservedMilliSec, 0);
  return {
    podHours: total(desired) / 3_600_000,
    meanReplicas: endMs === 0 ? 0 : total(desired) / endMs,
    minReplicas: desired.reduce((a, b) => Math.min(a, b), desired[0] ?? 0),
    maxReplicas: desired.reduce((a, b) => Math.max(a, b), 0),
    endReplicas: desired.at(-1) ?? 0,
    scaleUps: changes.filter((change) => change > 0).length,
    scaleDowns: changes.filter((change) => change < 0).length,
    lagMs: lags.reduce((sum, { fromMs, untilMs: toMs }) => sum + toMs - fromMs, 0),
    worstShortfallMilli: lags.reduce(
      (most, lag) => Math.max(most, lag.demandMilli - lag.ready * perPodMilli),
      0,
    ),
    worstMissingPods: lags.reduce((most, { missingPods }) => Math.max(most, missingPods), 0),
    unservedShare: demandMilliSec === 0 ? 0 : unserved / demandMilliSec,
    lags,
  };
}

function differenceOf(first: ReplicaFindings, second: ReplicaFindings): ReplicaDifference {
  const less = (key: Compared) => second[key] - first[key];
  return {
    podHours: less('podHours'),
    meanReplicas: less('meanReplicas'),
    maxReplicas: less('maxReplicas'),
    scaleUps: less('scaleUps'),
    scaleDowns: less('scaleDowns'),
    lagMs: less('lagMs'),
    worstShortfallMilli: less('worstShortfallMilli'),
    worstMissingPods: less('worstMissingPods'),
    unservedShare: less('unservedShare'),
  };
}
