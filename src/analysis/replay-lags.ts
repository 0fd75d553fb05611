import type { HpaDecision } from '../kubernetes/hpa-decision.ts';
import type { PodCapacity, ReplicaCourse } from '../result/replay-record.ts';

/**
 * Why Ready pods could not carry a demand. starting: enough were asked for and were on their way. maximum: the autoscaler
 * may have no more. limited: policies or the limit of one pass held it. stabilized: its window for growth did. failed: it
 * could not read its metrics. tolerance: too small a difference. unmeasured: pods without a usable sample held it.
 * signal: its metrics asked for no more, being late, or capped.
 */
export type LagCause =
  | 'starting'
  | 'maximum'
  | 'limited'
  | 'stabilized'
  | 'failed'
  | 'tolerance'
  | 'unmeasured'
  | 'signal';

/** A span in which demand was above what the Ready pods can carry. */
export interface ReplayLag {
  readonly fromMs: number;
  readonly untilMs: number;
  /** When most was missing: the first instant of that, what was asked, and what was there. */
  readonly worstAtMs: number;
  readonly demandMilli: number;
  readonly ready: number;
  readonly desired: number;
  /** Pods that would have carried the rest. */
  readonly missingPods: number;
  /** Demand above capacity over the whole span [milli-units x s]. */
  readonly unservedMilliSec: number;
  /** At the worst instant; absent for recorded replicas. */
  readonly cause?: LagCause;
}

type Draft = { -readonly [Key in keyof ReplayLag]: ReplayLag[Key] };

/** Returns the spans in which demand exceeded capacity. @param whyShort absent where nobody decided on the replicas */
export function findLags(
  course: ReplicaCourse,
  { perPodMilli }: PodCapacity,
  whyShort?: (lag: ReplayLag) => LagCause,
): readonly ReplayLag[] {
  const lags: Draft[] = [];
  course.untilMs.forEach((untilMs, i) => {
    const fromMs = course.untilMs[i - 1] ?? 0;
    const span = {
      demandMilli: course.demandMilli[i]!,
      ready: course.ready[i]!,
      desired: course.desired[i]!,
    };
    const shortMilli = span.demandMilli - span.ready * perPodMilli;
    if (shortMilli <= 0) return;
    const unserved = (shortMilli * (untilMs - fromMs)) / 1000;
    const missingPods = Math.ceil(shortMilli / perPodMilli);
    const last = lags.at(-1);
    if (last?.untilMs !== fromMs) {
      lags.push({ fromMs, untilMs, worstAtMs: fromMs, ...span, missingPods, unservedMilliSec: unserved });
      return;
    }
    if (shortMilli > last.demandMilli - last.ready * perPodMilli)
      Object.assign(last, { worstAtMs: fromMs, ...span, missingPods });
    last.untilMs = untilMs;
    last.unservedMilliSec += unserved;
  });
  return whyShort === undefined ? lags : lags.map((lag) => ({ ...lag, cause: whyShort(lag) }));
}

/** Returns why an autoscaler's pods did not suffice at a lag's worst instant. */
export function causeOf(
  lag: ReplayLag,
  decisions: readonly HpaDecision[],
  { perPodMilli }: PodCapacity,
  maxReplicas: number,
): LagCause {
  if (lag.desired * perPodMilli >= lag.demandMilli) return 'starting';
  if (lag.desired >= maxReplicas) return 'maximum';
  const last = decisions.findLast(({ atMs }) => atMs <= lag.worstAtMs);
  if (last === undefined) return 'signal';
  const { steps, conditions, metrics, error } = last;
  if (steps === undefined) return error === undefined ? 'signal' : 'failed';
  if (steps.stabilized < steps.proposed) return 'stabilized';
  if (steps.limited < steps.stabilized && conditions.ScalingLimited?.reason === 'ScaleUpLimit')
    return 'limited';
  const outcome = metrics[steps.decidedBy];
  if (outcome?.kind !== 'proposal' || outcome.hold === undefined) return 'signal';
  return outcome.hold === 'tolerance' ? 'tolerance' : 'unmeasured';
}
