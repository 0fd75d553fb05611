import type { HpaDecision } from '../kubernetes/hpa-decision.ts';
import type { ReplicaCourse } from '../result/replay-record.ts';

/** Whether an autoscaler that was shown a recording would have done what the recording did. */
export interface ReplayAgreement {
  readonly passes: number;
  /** Passes whose answer the recording had within a period and a step after them. */
  readonly agreed: number;
  /** Of successive passes that differ the same way, the first. */
  readonly differing: readonly Difference[];
}

interface Difference {
  readonly atMs: number;
  readonly current: number;
  readonly decided: number;
  /** The recorded replicas at the end of the time that is granted. */
  readonly recorded: number;
  readonly explanation: string;
}

/**
 * Returns how often decisions and recorded replicas agree. When the recorded passes were is not known, so a decision
 * counts as agreeing with any count of the recording from the pass to one period and one step after it.
 */
export function agreementOf(
  decisions: readonly HpaDecision[],
  recorded: ReplicaCourse,
  grantedMs: number,
): ReplayAgreement {
  let agreed = 0;
  let passes = 0;
  let lastKey = '';
  const endMs = recorded.untilMs.at(-1) ?? 0;
  const differing: Difference[] = [];
  let span = 0;
  for (const { atMs, currentReplicas, desiredReplicas, explanation } of decisions) {
    // What follows the last passes is not recorded.
    if (atMs + grantedMs > endMs) break;
    passes++;
    while ((recorded.untilMs[span] ?? endMs) < atMs) span++;
    const counts = countsWithin(recorded, span, atMs + grantedMs);
    const isSame =
      counts.includes(desiredReplicas) ||
      (desiredReplicas === currentReplicas && counts[0] === currentReplicas);
    if (isSame) {
      agreed++;
      lastKey = '';
      continue;
    }
    const last = counts.at(-1) ?? currentReplicas;
    const key = `${Math.sign(desiredReplicas - last)}`;
    if (key !== lastKey)
      differing.push({
        atMs,
        current: currentReplicas,
        decided: desiredReplicas,
        recorded: last,
        explanation,
      });
    lastKey = key;
  }
  return { passes, agreed, differing };
}

function countsWithin({ untilMs, desired }: ReplicaCourse, from: number, toMs: number): readonly number[] {
  const counts: number[] = [];
  for (let i = from; i < untilMs.length; i++) {
    counts.push(desired[i]!);
    if (untilMs[i]! >= toMs) break;
  }
  return counts;
}
