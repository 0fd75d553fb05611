/** End of a list. */
const NONE = -1;

/**
 * Asks every sampled visitor once in a period, at an instant of its own that its ticket's hash gives: quotes spread evenly
 * over the time people wait, for recordings that do not say when they asked.
 */
export class EvenAsker {
  private readonly periodMs: number;
  /** By instant of the period: the last visitor to be asked then. */
  private readonly head: Int32Array;
  private next = new Int32Array(1024);
  private waiting = 0;
  private doneMs = 0;

  constructor(periodMs: number) {
    this.periodMs = periodMs;
    this.head = new Int32Array(periodMs).fill(NONE);
  }

  /** @param visit numbered from 0 on, each once */
  add(visit: number, ticket: number): void {
    if (visit >= this.next.length) {
      const next = new Int32Array(this.next.length * 2);
      next.set(this.next);
      this.next = next;
    }
    const offset = ticket % this.periodMs;
    this.next[visit] = this.head[offset]!;
    this.head[offset] = visit;
    this.waiting++;
  }

  /** Asks everybody who is due before an instant; those for whom it answers false wait no more and are not asked again. */
  askBefore(untilMs: number, ask: (visit: number, nowMs: number) => boolean): void {
    for (let nowMs = this.doneMs; nowMs < untilMs && this.waiting > 0; nowMs++) {
      if (this.head[nowMs % this.periodMs] !== NONE) this.askAll(nowMs, ask);
    }
    this.doneMs = Math.max(this.doneMs, untilMs);
  }

  private askAll(nowMs: number, ask: (visit: number, nowMs: number) => boolean): void {
    const offset = nowMs % this.periodMs;
    let before = NONE;
    for (let visit = this.head[offset]!; visit !== NONE; ) {
      const next = this.next[visit]!;
      if (ask(visit, nowMs)) before = visit;
      else {
        this.waiting--;
        if (before === NONE) this.head[offset] = next;
        else this.next[before] = next;
      }
      visit = next;
    }
  }
}
