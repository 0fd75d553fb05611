import type { Comparison } from '../../analysis/compare/comparison.ts';
import type { ExitCode } from '../../errors.ts';

/** All that the report of a comparison is written from. */
export interface CompareReport {
  readonly manifest: CompareManifest;
  readonly comparison: Comparison;
  readonly exitCode: ExitCode;
  /** The work was stopped: the runs that there are were compared. */
  readonly interrupted: boolean;
  /** What a reader must know beside the figures. */
  readonly remarks: readonly string[];
}

/** What was compared, so that it can be compared again. */
interface CompareManifest {
  readonly version: string;
  readonly a: ComparedSource;
  readonly b: ComparedSource;
  readonly command: string;
}

export interface ComparedSource {
  /** Path as the user gave it, or the scenario of an estimator. */
  readonly path: string;
  readonly scenarioHash: string;
}
