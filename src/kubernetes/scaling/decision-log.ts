import type { HpaDecision } from '../hpa-decision.ts';
import type { ScalingDecision } from './scaling-decision.ts';

/** A pass that is worth a line: its numbers, and why it went no further. */
type Entry = Omit<ScalingDecision, 'workload'>;

/**
 * What the autoscaler of one workload did: each pass that changed the replicas, and those since that were held back,
 * or could not see, the first for each reason.
 */
export class DecisionLog {
  readonly entries: ScalingDecision[] = [];
  private readonly workload: string;
  /** What has held passes back since the last change. */
  private readonly heldBy = new Set<string>();

  constructor(workload: string) {
    this.workload = workload;
  }

  /** Notes a change. */
  changed(entry: Entry): void {
    this.heldBy.clear();
    this.write(entry);
  }

  /** Notes a pass of the HPA. @param by who raised the minimum, where that is what the pass acts on */
  passed(decision: HpaDecision, by: ScalingDecision['by']): void {
    const { atMs, currentReplicas: from, desiredReplicas: to, explanation: text, steps } = decision;
    const wanted = steps?.proposed ?? to;
    const entry = { atMs, from, to, wanted, by, reason: reasonOf(decision), text };
    if (decision.rescaled) {
      this.changed(entry);
      return;
    }
    const heldBy = holdOf(decision, entry);
    if (heldBy === undefined || this.heldBy.has(heldBy)) return;
    this.heldBy.add(heldBy);
    this.write(entry);
  }

  private write(entry: Entry): void {
    this.entries.push({ ...entry, workload: this.workload });
  }
}

/** What held a pass that changed nothing; undefined where it wanted nothing else. */
function holdOf(
  { conditions, metrics, steps }: HpaDecision,
  { from, wanted, reason }: Entry,
): string | undefined {
  if (wanted !== from) return `${reason} ${Math.sign(wanted - from)}`;
  if (conditions.ScalingActive?.status === 'False') return from === 0 ? undefined : reason;
  const decisive = metrics[steps?.decidedBy ?? 0];
  return decisive?.kind === 'proposal' && decisive.hold === 'direction'
    ? 'pods without a usable sample'
    : undefined;
}

/** The condition that says most about how far a pass went: what failed, what limited it, what held it, or the change. */
function reasonOf({ conditions, rescaled, steps, currentReplicas }: HpaDecision): string {
  const { ScalingActive, ScalingLimited, AbleToScale } = conditions;
  if (ScalingActive?.status === 'False') return ScalingActive.reason;
  if (ScalingLimited?.status === 'True') return ScalingLimited.reason;
  if (rescaled || steps?.proposed === currentReplicas) return ScalingLimited?.reason ?? AbleToScale.reason;
  return AbleToScale.reason;
}
