import type { ReplicaCourse } from '../result/replay-record.ts';

/** What holds over a span of time. */
export interface CourseLevel {
  readonly demandMilli: number;
  readonly desired: number;
  readonly ready: number;
}

/** Writes the columns of a course; spans in which nothing changes become one. */
export class CourseWriter {
  private readonly columns = {
    untilMs: [] as number[],
    demandMilli: [] as number[],
    desired: [] as number[],
    ready: [] as number[],
  };

  /** Adds the span that begins where the last one ended; nothing where it has no length. */
  add(untilMs: number, { demandMilli, desired, ready }: CourseLevel): void {
    const { columns } = this;
    const last = columns.untilMs.length - 1;
    if (untilMs <= (columns.untilMs[last] ?? 0)) return;
    const isSame =
      columns.demandMilli[last] === demandMilli &&
      columns.desired[last] === desired &&
      columns.ready[last] === ready;
    if (isSame) {
      columns.untilMs[last] = untilMs;
      return;
    }
    columns.untilMs.push(untilMs);
    columns.demandMilli.push(demandMilli);
    columns.desired.push(desired);
    columns.ready.push(ready);
  }

  get course(): ReplicaCourse {
    return this.columns;
  }
}
