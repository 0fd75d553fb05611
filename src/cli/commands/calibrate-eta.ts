import { type EtaCalibration, FEWEST_RUNS } from '../../engine/eta/conformal/calibration.ts';
import { EXIT, type ExitCode, TacosError } from '../../errors.ts';
import {
  composeCalibration,
  composeCalibrationEnding,
} from '../../report/calibration/compose-calibration.ts';
import { documentText } from '../../report/writers/document-text.ts';
import {
  calibrationText,
  MAX_CALIBRATION_BYTES,
  parseCalibration,
} from '../../scenario/calibration/calibration-file.ts';
import { worldHash } from '../../scenario/canonical-hash.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { Plan } from '../../scenario/plan.ts';
import { besideFile } from '../../scenario/source.ts';
import { VERSION } from '../../version.ts';
import { runCalibration } from '../calibration-runs.ts';
import { writableFile } from '../gate/writable-file.ts';
import type { Host } from '../host.ts';
import { pageOf } from '../print-report.ts';
import { sourceReader } from '../source-reader.ts';

/** Runs that a calibration takes at most. */
const MOST_RUNS = 10_000;

/** Options of `tacos calibrate eta` as the command line gives them. */
export interface CalibrateEtaOptions {
  readonly overrides: readonly string[];
  readonly seed?: number;
  readonly runs: number;
  /** File to write; default NAME.calibration.json beside the scenario. */
  readonly out?: string;
  readonly workers?: number;
  readonly force: boolean;
  readonly quiet: boolean;
}

/**
 * Runs a scenario to learn how far its estimators are off, writes that to a calibration file and prints the factors.
 * Returns 0, or 130 or 143 when it was stopped; nothing is written then.
 * @throws ScenarioError and TacosError for bad input (2) and a file that cannot be written (8), before the runs
 */
export async function runCalibrateEta(
  file: string,
  options: CalibrateEtaOptions,
  host: Host,
): Promise<ExitCode> {
  const { runs } = options;
  if (runs < FEWEST_RUNS || runs > MOST_RUNS) throw wrongRuns(runs);
  const plan = loadUncalibrated(file, options, host);
  const path = options.out ?? besideFile(file, `${plan.name}.calibration.json`);
  if (!options.force) refuseForeign(path, host);
  const target = writableFile(host.files, path);
  try {
    const { estimators, finished, stoppedBy } = await runCalibration(plan, runs, options, host);
    if (stoppedBy !== undefined) {
      host.stderr.write(`tacos: stopped after ${finished} of ${runs} runs; ${path} is not written\n`);
      return stoppedBy;
    }
    if (Object.keys(estimators).length === 0) throw nothingToLearn(plan);
    const calibration = calibrationOf(plan, runs, estimators);
    const text = calibrationText(calibration);
    target.write(text);
    print({ calibration, file: path, sizeBytes: new TextEncoder().encode(text).length }, options, host);
    return EXIT.ok;
  } finally {
    target.abandon();
  }
}

/** The calibration that a scenario names may be the one to be written, so it is not read. */
function loadUncalibrated(file: string, { overrides, seed }: CalibrateEtaOptions, host: Host): Plan {
  const given = { overrides: [...overrides, 'eta.calibration=null'] };
  return loadScenario(file, seed === undefined ? given : { ...given, seed }, sourceReader(host));
}

function calibrationOf(plan: Plan, runs: number, estimators: EtaCalibration['estimators']): EtaCalibration {
  const { name: scenario, random } = plan;
  return { version: VERSION, scenario, world: worldHash(plan), seed: random.seed, runs, estimators };
}

function print(
  report: Parameters<typeof composeCalibration>[0],
  { quiet }: CalibrateEtaOptions,
  host: Host,
): void {
  const compose = quiet ? composeCalibrationEnding : composeCalibration;
  host.stdout.write(documentText(compose(report), pageOf(host)));
}

/** Refuses to replace a file that is no calibration. */
function refuseForeign(path: string, host: Host): void {
  const content = sourceReader(host)(path, MAX_CALIBRATION_BYTES);
  if (content.kind === 'missing') return;
  const text = content.kind === 'bytes' ? new TextDecoder().decode(content.bytes) : '';
  if (parseCalibration(text, path, '', () => {}) !== undefined) return;
  throw new TacosError(
    'output-foreign',
    `${path} is no calibration of this version, so it is not replaced`,
    EXIT.usage,
    'another file with --out, or --force to replace it all the same',
  );
}

function wrongRuns(runs: number): TacosError {
  const limits = `${FEWEST_RUNS} to ${MOST_RUNS}`;
  const message = `--runs ${runs}: a calibration takes ${limits} runs`;
  return new TacosError(
    'calibrate-runs',
    message,
    EXIT.usage,
    `--runs ${runs < FEWEST_RUNS ? FEWEST_RUNS : MOST_RUNS}`,
  );
}

function nothingToLearn({ name }: Plan): TacosError {
  const message = `in the runs of ${name} nobody who had been given an estimate was let in`;
  return new TacosError(
    'calibrate-nothing',
    message,
    EXIT.usage,
    'a longer clock.horizon, or a higher refill',
  );
}
