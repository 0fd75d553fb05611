import type { ReplayFindings } from '../../analysis/replay-findings.ts';
import type { ExitCode } from '../../errors.ts';
import type { ReplayManifest } from '../../result/replay-manifest.ts';
import type { HpaReplayRecord } from '../../result/replay-record.ts';
import type { SavedFiles } from '../report.ts';

/** All that the report of a replay is written from. */
export interface ReplayReport {
  readonly record: HpaReplayRecord;
  readonly findings: ReplayFindings;
  readonly manifest: ReplayManifest;
  /** The code in which the command ends. */
  readonly exitCode: ExitCode;
  /** Where the files of the report are; absent when nothing is written. */
  readonly saved?: SavedFiles;
}
