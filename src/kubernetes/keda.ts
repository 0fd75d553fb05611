import type { HpaSpec } from './hpa-spec.ts';
import type { KedaSpec, KedaTrigger } from './keda-spec.ts';
import type { MetricReading } from './metric-reading.ts';

/** What a trigger's source answered. */
export type TriggerReading =
  | { readonly kind: 'value'; readonly milli: number }
  | { readonly kind: 'failed'; readonly error: string };

/** What one poll sees. */
export interface KedaPoll {
  readonly nowMs: number;
  /** Replicas asked for by the scale's spec. */
  readonly replicas: number;
  /** One for each trigger, in its order. */
  readonly readings: readonly TriggerReading[];
}

export interface KedaDecision {
  readonly replicas: number;
  readonly rescaled: boolean;
  /** Whether any trigger is above its activation value. */
  readonly active: boolean;
  /** One sentence for people, without a full stop. */
  readonly explanation: string;
}

/**
 * Returns the autoscaler that a ScaledObject makes: External metrics with a target per pod, from 1 replica (or the
 * minimum) to the maximum. At 0 replicas it is off, and only the polls act.
 */
export function hpaSpecOf(spec: KedaSpec): HpaSpec {
  const metrics = spec.triggers.map(({ metric, thresholdMilli }) => ({
    kind: 'external' as const,
    metric,
    target: { kind: 'averageValue' as const, milli: thresholdMilli },
  }));
  const { behavior } = spec;
  const bounds = { minReplicas: Math.max(1, spec.minReplicaCount), maxReplicas: spec.maxReplicaCount };
  return { ...bounds, metrics, ...(behavior && { behavior }) };
}

/**
 * A KEDA ScaledObject over its polls: it takes the workload from 0 and back, and answers the autoscaler's queries.
 *
 * | state                                    | replicas                                                     |
 * | active; 0, or idling below the minimum   | max(1, minimum); active now                                  |
 * | active otherwise                         | unchanged; active now, unless a trigger failed               |
 * | inactive, a trigger failed               | the fallback's, where it has any; without a fallback unchanged |
 * | inactive; above idle, or minimum 0       | idle (else the minimum) once cooled down                     |
 * | inactive; below the minimum, not idling  | minimum                                                      |
 *
 * Cooled down: the last active poll is more than the cooldown ago, or none was and the object is older than its initial
 * cooldown. Polls must not run backwards in time.
 * Source: kedacore/keda pkg/scaling/executor/scale_scaledobjects.go and pkg/fallback/fallback.go (2.17).
 */
export class KedaScaler {
  private readonly spec: KedaSpec;
  private readonly createdAtMs: number;
  private lastActiveMs: number | undefined;
  private lastPollMs: number | undefined;
  /** Failed queries in a row, by trigger. */
  private readonly failures: number[];

  constructor(spec: KedaSpec, createdAtMs: number) {
    this.spec = spec;
    this.createdAtMs = createdAtMs;
    this.failures = spec.triggers.map(() => 0);
  }

  /** Instant of the next poll: at creation, then one interval after the last. */
  get nextPollMs(): number {
    if (this.lastPollMs === undefined) return this.createdAtMs;
    return this.lastPollMs + this.spec.pollingIntervalSec * 1000;
  }

  /** Runs one poll. */
  poll(poll: KedaPoll): KedaDecision {
    this.lastPollMs = poll.nowMs;
    const source = this.spec.triggers.findIndex((trigger, i) => isAbove(poll.readings[i], trigger));
    const failed = poll.readings.some((reading) => reading.kind === 'failed');
    return source < 0 ? this.inactive(poll, failed) : this.active(poll, failed, this.spec.triggers[source]!);
  }

  /**
   * Returns what the autoscaler is told when it asks for its metrics, at its own pace. A trigger that failed in more than
   * `failureThreshold` queries in a row answers target x fallback replicas instead.
   */
  answer(readings: readonly TriggerReading[]): readonly MetricReading[] {
    const { triggers, fallback } = this.spec;
    return readings.map((reading, index) => {
      if (reading.kind === 'value') {
        this.failures[index] = 0;
        return { kind: 'series', valuesMilli: [reading.milli] };
      }
      const failures = (this.failures[index] ?? 0) + 1;
      this.failures[index] = failures;
      if (fallback === undefined || failures <= fallback.failureThreshold) return reading;
      return { kind: 'series', valuesMilli: [(triggers[index]?.thresholdMilli ?? 0) * fallback.replicas] };
    });
  }

  private active({ nowMs, replicas }: KedaPoll, failed: boolean, { metric }: KedaTrigger): KedaDecision {
    const { minReplicaCount: min, idleReplicaCount } = this.spec;
    const why = `${metric} is above its activation value`;
    const idling = idleReplicaCount !== undefined && replicas < min;
    if (replicas > 0 && !idling) {
      if (!failed) this.lastActiveMs = nowMs;
      return decided(replicas, replicas, true, why);
    }
    this.lastActiveMs = nowMs;
    return decided(replicas, Math.max(1, min), true, why);
  }

  private inactive({ nowMs, replicas }: KedaPoll, failed: boolean): KedaDecision {
    const { minReplicaCount: min, idleReplicaCount: idle, fallback } = this.spec;
    const keep = (why: string) => decided(replicas, replicas, false, why);
    if (failed && fallback === undefined) return keep('a trigger failed and there is no fallback');
    if (failed && fallback !== undefined && fallback.replicas > 0) {
      return decided(replicas, fallback.replicas, false, 'a trigger failed and none is active: fallback');
    }
    if ((idle !== undefined && replicas > idle) || (replicas > 0 && min === 0)) {
      if (!this.cooledDown(nowMs)) return keep('no trigger is active; cooling down');
      return decided(replicas, idle ?? min, false, 'no trigger is active; cooled down');
    }
    if (replicas < min && idle === undefined) return decided(replicas, min, false, 'below the minimum');
    return keep('no trigger is active');
  }

  private cooledDown(nowMs: number): boolean {
    const { cooldownPeriodSec, initialCooldownPeriodSec } = this.spec;
    if (this.lastActiveMs === undefined) return this.createdAtMs + initialCooldownPeriodSec * 1000 < nowMs;
    return this.lastActiveMs + cooldownPeriodSec * 1000 < nowMs;
  }
}

function isAbove(reading: TriggerReading | undefined, trigger: KedaTrigger): boolean {
  return reading?.kind === 'value' && reading.milli > trigger.activationMilli;
}

function decided(from: number, replicas: number, active: boolean, why: string): KedaDecision {
  const rescaled = replicas !== from;
  return { replicas, rescaled, active, explanation: rescaled ? `${why}: ${from} to ${replicas}` : why };
}
