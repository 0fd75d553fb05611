/**
 * A report as data: what it says and in which order, with every number already rounded to text. Writers only lay it
 * out. Nothing in here knows a width, a color or a format.
 */
export interface Document {
  readonly blocks: readonly Block[];
}

export type Block =
  | TitleBlock
  | VerdictBlock
  | RowsBlock
  | PlotsBlock
  | HeadingBlock
  | SentenceBlock
  | TableBlock
  | EndingBlock;

/** Whether a passage is good or bad news; writers may color it, the words say it anyway. */
export type Tone = 'good' | 'bad' | 'plain';

/** First line: the program, the scenario and the run, as items that stand side by side. */
export interface TitleBlock {
  readonly kind: 'title';
  readonly program: string;
  readonly name: string;
  /** The scenario's own title, and what it teaches. */
  readonly headline: string;
  readonly lesson?: string;
  readonly items: readonly string[];
}

/** A word in capitals and the sentences that stand behind it. */
export interface VerdictBlock {
  readonly kind: 'verdict';
  readonly word: string;
  readonly tone: Tone;
  /** Sentences of one line each belong together; each line starts anew. */
  readonly lines: readonly string[];
}

/** Labeled rows; items of a row stand side by side and wrap at their borders. */
export interface RowsBlock {
  readonly kind: 'rows';
  readonly rows: readonly { readonly label: string; readonly items: readonly string[] }[];
}

/** Plots that may stand side by side where there is room. */
export interface PlotsBlock {
  readonly kind: 'plots';
  readonly plots: readonly Plot[];
}

export interface Plot {
  readonly title: string;
  readonly axis: 'linear' | 'log';
  /** Prints a value of the axis. */
  readonly unit: 'count' | 'duration';
  /** One value for each column; undefined where nothing was measured. */
  readonly series: readonly { readonly label: string; readonly values: readonly (number | undefined)[] }[];
  /** Time of the first column's start and of the last column's end [ms on the run clock]. */
  readonly startMs: number;
  readonly endMs: number;
}

export interface HeadingBlock {
  readonly kind: 'heading';
  readonly text: string;
  /** What a reader needs beside it, e.g. the definition of a figure. */
  readonly aside?: string;
}

/** A sentence; `note` sentences explain a figure and carry a code that `tacos explain` knows. */
interface SentenceBlock {
  readonly kind: 'sentence';
  readonly text: string;
  readonly code?: string;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
}

export interface TableColumn {
  readonly header: string;
  /** Header where the table is wider than the page. */
  readonly shortHeader?: string;
  readonly align: 'left' | 'right';
  /** Columns with the highest number are left out first where the table is wider than the page; absent: never. */
  readonly dropOrder?: number;
}

/** Last line: how the run ended, and the exit code that says the same. */
export interface EndingBlock {
  readonly kind: 'ending';
  readonly word: string;
  readonly tone: Tone;
  readonly text: string;
  readonly exitCode: number;
}
