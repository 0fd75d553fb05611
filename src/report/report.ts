import type { Findings } from '../analysis/findings.ts';
import type { ExitCode } from '../errors.ts';
import type { Manifest } from '../result/manifest.ts';
import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';

/** All that a report is written from. */
export interface Report {
  readonly plan: Plan;
  readonly findings: Findings;
  /** Of the first replication, which plots and tables per second show. */
  readonly record: RunRecord;
  /** The runs of the plan's variants, in its order; empty where there are none or they were not kept. */
  readonly variants: readonly VariantReport[];
  readonly manifest: Manifest;
  /** The code in which the command ends. */
  readonly exitCode: ExitCode;
  /** Where the files of the report are; absent when nothing is written. */
  readonly saved?: SavedFiles;
}

/** What a variant came to, to stand beside the scenario as written. */
export interface VariantReport {
  readonly name: string;
  readonly title: string;
  readonly plan: Plan;
  readonly findings: Findings;
}

/** Where the files of a report are. */
export interface SavedFiles {
  /** Folder as the user gave it, or the default. */
  readonly folder: string;
  /** Names of the files in it. */
  readonly names: readonly string[];
}

/** How much room a writer has. */
export interface Layout {
  /** Columns of a plot that stands beside another one, and of one that stands alone. */
  readonly plotColumns: number;
  readonly widePlotColumns: number;
  /** Rows of the followed visitor's table at most. */
  readonly followedRows: number;
}
