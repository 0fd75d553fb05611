import type { Place } from '../errors.ts';

/** One row of a trace, or one point of one series: what was seen at an instant of a pod or of the whole workload. */
export interface Observation {
  /** As written, on the trace's own clock [ms]. */
  readonly atMs: number;
  /** Where it stands in the form that it was read from; `Observations.placeOf` says where that is in the file. */
  readonly at: Spot;
  /** Absent: the workload as a whole. */
  readonly pod?: string;
  /** Absent or empty: the pod as a whole. */
  readonly container?: string;
  /** By measure [milli-units]; what was not measured is missing. */
  readonly values: ReadonlyMap<string, number>;
  readonly replicas?: number;
  /** Pods that are Ready, or of one pod 1 or 0. */
  readonly ready?: number;
}

/** What the readers of the several forms make of a trace. */
export interface Observations {
  readonly all: readonly Observation[];
  /** Names of the measures that a column or series stands for. */
  readonly measures: readonly string[];
  /** What the columns say of a pod's requests and limit [milli-units]; absent: no such column. */
  readonly allowances: Allowances;
  placeOf(spot: Spot): Omit<Place, 'file'>;
}

/** Line of a table, or number of a series of JSON; and of a series the number of the point (else 0). All 0-based. */
export interface Spot {
  readonly row: number;
  readonly point: number;
}

/** Nothing was read. */
export const NO_OBSERVATIONS: Observations = {
  all: [],
  measures: [],
  allowances: {},
  placeOf: () => ({ line: 1, column: 1 }),
};

/** Returns the place of a spot in a table. */
export function placeInTable({ row }: Spot): Omit<Place, 'file'> {
  return { line: row + 1, column: 1 };
}

/** Requests and limit of one pod [milli-units]. */
export interface Allowances {
  readonly cpuRequest?: number;
  readonly memoryRequest?: number;
  readonly cpuLimit?: number;
}
