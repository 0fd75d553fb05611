import { DRAW, keyedUniform, runKey, visitorKey } from '../random/keyed.ts';
import type { Plan } from '../scenario/plan.ts';

/** End of a list. */
const NONE = -1;

/**
 * Asks each sampled, waiting visitor once in `thinMs`, at an instant of its own that has nothing to do with its polls:
 * quotes spread evenly over the time people wait.
 */
export class UniformSampler {
  private readonly periodMs: number;
  private readonly key: number;
  private readonly head: Int32Array;
  private readonly next: Int32Array;

  constructor(plan: Plan, replication: number, visitors: number) {
    this.periodMs = plan.eta.score.thinMs;
    this.key = runKey(plan.random.seed, replication);
    this.head = new Int32Array(this.periodMs).fill(NONE);
    this.next = new Int32Array(visitors).fill(NONE);
  }

  add(visitor: number): void {
    const uniform = keyedUniform(visitorKey(this.key, visitor), DRAW.sample + 1);
    const offset = Math.floor(uniform * this.periodMs);
    this.next[visitor] = this.head[offset]!;
    this.head[offset] = visitor;
  }

  /** The first instant from..until-1 at which somebody may be asked, or until. */
  nextBusyMs(fromMs: number, untilMs: number): number {
    for (let ms = fromMs; ms < untilMs; ms++) if (this.head[ms % this.periodMs] !== NONE) return ms;
    return untilMs;
  }

  /** Calls back for the visitors of an instant; those for whom it answers false wait no more and are not asked again. */
  visit(nowMs: number, waits: (visitor: number) => boolean): void {
    const offset = nowMs % this.periodMs;
    let before = NONE;
    let visitor = this.head[offset]!;
    while (visitor !== NONE) {
      const next = this.next[visitor]!;
      if (waits(visitor)) before = visitor;
      else if (before === NONE) this.head[offset] = next;
      else this.next[before] = next;
      visitor = next;
    }
  }
}
