import type { BacktestFindings } from '../../analysis/backtest-findings.ts';
import type { ExitCode } from '../../errors.ts';
import type { BacktestManifest } from '../../result/backtest-manifest.ts';
import type { SavedFiles } from '../report.ts';

/** All that the report of a backtest is written from. */
export interface BacktestReport {
  readonly findings: BacktestFindings;
  readonly manifest: BacktestManifest;
  /** The code in which the command ends. */
  readonly exitCode: ExitCode;
  /** Where the files of the report are; absent when nothing is written. */
  readonly saved?: SavedFiles;
}
