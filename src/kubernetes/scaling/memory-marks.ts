import type { PodView } from '../fleet/fleet.ts';
import type { WorkloadPlan } from '../workload-plan.ts';
import type { UsageHistory } from './usage-history.ts';

interface Mark {
  highMiB: number;
  untilMs: number;
}

/**
 * Working sets of a workload's pods. Memory that is not returned stays at the highest level of the pod's own time of
 * serving; memory that is follows the rate. Held to the limit: a container above it is killed, which is not modelled.
 */
export class MemoryMarks {
  private readonly plan: WorkloadPlan;
  private readonly history: UsageHistory;
  /** By number of the pod. */
  private readonly marks = new Map<number, Mark>();

  /** @param history working set of a serving pod at its present rate [MiB] */
  constructor(plan: WorkloadPlan, history: UsageHistory) {
    this.plan = plan;
    this.history = history;
  }

  /** Returns a pod's working set at an instant [MiB]. For one pod, instants must not run backwards. */
  at(pod: PodView, nowMs: number): number {
    const { memory, limits } = this.plan;
    const mib = memory.returned ? this.present(pod, nowMs) : this.highWater(pod, nowMs);
    return Math.min(limits.memoryMiB, Math.max(memory.baseMiB, mib));
  }

  private present(pod: PodView, nowMs: number): number {
    const serves = pod.spells.some(({ fromMs, untilMs }) => fromMs < nowMs && (untilMs ?? nowMs) >= nowMs);
    return serves ? this.history.levelAt(nowMs) : 0;
  }

  private highWater(pod: PodView, nowMs: number): number {
    let mark = this.marks.get(pod.number);
    if (mark === undefined) {
      mark = { highMiB: 0, untilMs: Number.NEGATIVE_INFINITY };
      this.marks.set(pod.number, mark);
    }
    for (const spell of pod.spells) {
      const fromMs = Math.max(mark.untilMs, spell.fromMs);
      const toMs = Math.min(nowMs, spell.untilMs ?? nowMs);
      if (toMs > fromMs) mark.highMiB = Math.max(mark.highMiB, this.history.highest(fromMs, toMs));
    }
    mark.untilMs = Math.max(mark.untilMs, nowMs);
    return mark.highMiB;
  }
}
