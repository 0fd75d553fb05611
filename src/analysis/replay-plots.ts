import type { HpaReplayRecord, ReplicaCourse } from '../result/replay-record.ts';

/** The course of a replay in a few columns of equal width in time. Arrays have one value a column. */
export interface ReplayPlots {
  readonly columnMs: number;
  /** Highest of each column [milli-units]. */
  readonly demandMilli: readonly number[];
  /** By candidate: the lowest capacity of Ready pods of each column [milli-units], and the most replicas asked for. */
  readonly candidates: readonly {
    readonly capacityMilli: readonly number[];
    readonly desired: readonly number[];
  }[];
  readonly recorded?: readonly number[];
}

/** Returns the plots of a replay, so that a lag shorter than a column shows. @param columns >= 1 */
export function replayPlots(record: HpaReplayRecord, columns: number): ReplayPlots {
  const columnMs = record.trace.endMs / columns;
  const extreme = (
    course: ReplicaCourse,
    levels: readonly number[],
    pick: (a: number, b: number) => number,
  ) => byColumn(course, levels, { columns, columnMs, pick });
  const [first] = record.candidates;
  const { recorded, capacity } = record;
  return {
    columnMs,
    demandMilli: first === undefined ? [] : extreme(first.course, first.course.demandMilli, Math.max),
    candidates: record.candidates.map(({ course }) => ({
      capacityMilli: extreme(course, course.ready, Math.min).map((pods) => pods * capacity.perPodMilli),
      desired: extreme(course, course.desired, Math.max),
    })),
    ...(recorded === undefined ? {} : { recorded: extreme(recorded, recorded.desired, Math.max) }),
  };
}

function byColumn(
  { untilMs }: ReplicaCourse,
  levels: readonly number[],
  into: {
    readonly columns: number;
    readonly columnMs: number;
    readonly pick: (a: number, b: number) => number;
  },
): readonly number[] {
  const { columns, columnMs, pick } = into;
  let span = 0;
  return Array.from({ length: columns }, (_, column) => {
    const [fromMs, toMs] = [column * columnMs, (column + 1) * columnMs];
    while (span < untilMs.length - 1 && untilMs[span]! <= fromMs) span++;
    let value = levels[span] ?? 0;
    for (let i = span + 1; i < untilMs.length && untilMs[i - 1]! < toMs; i++) value = pick(value, levels[i]!);
    return value;
  });
}
