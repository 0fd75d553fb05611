/** What the columns of a stream of rows may be called. */
export interface Vocabulary {
  /** Returns the number of the field that a column holds, or undefined for a name that nobody knows. */
  fieldOf(name: string): number | undefined;
  /** Names that are suggested in place of an unknown one. */
  readonly names: readonly string[];
  /** Number of fields. */
  readonly fields: number;
  /** A header that would do. */
  readonly example: string;
  /** Returns what a header lacks, in words; undefined where nothing. */
  lacks(has: (field: number) => boolean): string | undefined;
}

/** One row of a trace. The same object is used for each row, so whoever wants to keep something copies it. */
export interface StreamRow {
  /** 1-based. */
  readonly line: number;
  /** What stands in a field; empty where the row has no such column. */
  text(field: number): string;
  /** Name of the column that holds a field in this row, as written; undefined where there is none. */
  nameOf(field: number): string | undefined;
  /** 1-based column of the line at which a field begins. */
  columnOf(field: number): number;
}

/** What brings the cells of a line under their fields. */
export interface Splitter extends StreamRow {
  /** Takes a line; false where it is no row, with the problem reported. */
  take(line: string, number: number): boolean;
}

/** Receives the name of a column and its place, and answers with the field that it holds. */
export type FieldOf = (name: string, place: { line: number; column: number }) => number | undefined;
