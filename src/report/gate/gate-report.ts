import type { GateFindings } from '../../analysis/gate/gate-findings.ts';
import type { ExitCode, Place } from '../../errors.ts';

/** All that the report of a gate is written from. */
export interface GateReport {
  readonly manifest: GateManifest;
  readonly findings: GateFindings;
  readonly exitCode: ExitCode;
  /** An inconclusive verdict is a failure of the command. */
  readonly strict: boolean;
  /** The work was stopped before the gate could decide; what there is, is of the pairs that were run. */
  readonly interrupted: boolean;
  /** What a reader must know beside the figures. */
  readonly remarks: readonly string[];
}

/** What was compared with what. */
interface GateManifest {
  readonly version: string;
  readonly scenario: string;
  readonly name: string;
  readonly title: string;
  readonly displayed: string;
  readonly scenarioHash: string;
  readonly overrides: readonly string[];
  /** Seeds of the pairs, in the order in which they were run. */
  readonly seeds: readonly number[];
  readonly base: BaseOfGate;
  /** The command line that does the same, without where its output goes. */
  readonly command: string;
  /** Lines of the scenario that name what a gate judges: its own, and thresholds on the same metric. */
  readonly places: readonly GatePlace[];
}

export interface GatePlace {
  readonly path: string;
  readonly place: Place;
}

/** A baseline file, with who wrote it why; or a commit that was run again. */
export type BaseOfGate =
  | {
      readonly kind: 'file';
      readonly file: string;
      readonly at: string;
      readonly reason: string;
      readonly version: string;
    }
  | { readonly kind: 'commit'; readonly ref: string; readonly commit: string; readonly version: string };
