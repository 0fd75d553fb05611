/** A table of plain values for files that programs read; nothing in it is rounded. */
export interface DataTable {
  /** File name without its ending. */
  readonly name: string;
  /** Column names; what has a unit carries it as a suffix. */
  readonly header: readonly string[];
  /** Absent values are empty cells. */
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number | boolean | undefined;
