import type { EtaCalibration } from '../../engine/eta/conformal/calibration.ts';
import { KNOT_SHARES } from '../../engine/eta/conformal/ratio-curve.ts';
import type { Problem } from '../../errors.ts';
import type { Report } from '../report.ts';
import { parseYamlFile } from '../yaml-tree.ts';
import { CALIBRATION_VERSION, type CalibrationDocument, calibrationSchema } from './calibration-schema.ts';

/** Largest calibration file that is read [bytes]. */
export const MAX_CALIBRATION_BYTES = 1024 * 1024;

/** Depth down to which each key has a line of its own: a curve is one line. */
const LINE_DEPTH = 4;

/** Returns a calibration as JSON text, one line for each curve. The same calibration gives the same bytes. */
export function calibrationText(calibration: EtaCalibration): string {
  const { version, scenario, world, seed, runs, estimators } = calibration;
  const document = {
    schemaVersion: CALIBRATION_VERSION,
    kind: 'eta-calibration',
    version,
    scenario,
    world,
    seed,
    runs,
    shares: KNOT_SHARES,
    estimators,
  } satisfies CalibrationDocument;
  return `${jsonLines(document, 0)}\n`;
}

/**
 * Returns the calibration that a text holds, or undefined after reporting every problem in it with its line and column.
 * JSON is a part of YAML, whose reader knows the place of every value.
 * @param cure what would write the file anew
 */
export function parseCalibration(
  text: string,
  file: string,
  cure: string,
  report: Report,
): EtaCalibration | undefined {
  const refuse = (problem: Problem) => report(problem.cure === undefined ? { ...problem, cure } : problem);
  const tree = parseYamlFile(text, file);
  if (!tree.ok) {
    for (const problem of tree.problems)
      refuse({ ...problem, path: file, expected: 'the whole JSON of a calibration' });
    return undefined;
  }
  const document = calibrationSchema.check(tree.value, '', refuse);
  if (document === undefined) return undefined;
  const { version, scenario, world, seed, runs, estimators } = document;
  return { version, scenario, world, seed, runs, estimators };
}

function jsonLines(value: unknown, depth: number): string {
  if (depth >= LINE_DEPTH || typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value);
  const indent = '  '.repeat(depth + 1);
  const lines = Object.entries(value).map(
    ([key, item]) => `${indent}${JSON.stringify(key)}: ${jsonLines(item, depth + 1)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`;
}
