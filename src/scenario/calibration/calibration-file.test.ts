import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EtaCalibration, RatioCurve } from '../../engine/eta/conformal/calibration.ts';
import { BAND_PHASES, ETA_BINS } from '../../engine/eta/conformal/cells.ts';
import { KNOT_SHARES } from '../../engine/eta/conformal/ratio-curve.ts';
import type { Problem } from '../../errors.ts';
import { buildCalibration } from '../../testing/calibration-builder.ts';
import { calibrationText, parseCalibration } from './calibration-file.ts';

const CURE = 'tacos calibrate eta s.yaml';

function read(text: string): { calibration: EtaCalibration | undefined; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const calibration = parseCalibration(text, 'c.json', CURE, (problem) => void problems.push(problem));
  return { calibration, problems };
}

const ratio = fc.double({ min: 1e-7, max: 1e6, noNaN: true }).map((value) => Number(value.toPrecision(4)));
const curve: fc.Arbitrary<RatioCurve> = fc.record({
  runs: fc.integer({ min: 1, max: 10_000 }),
  quotes: fc.integer({ min: 1, max: 1e9 }),
  ratios: fc
    .array(ratio, { minLength: KNOT_SHARES.length, maxLength: KNOT_SHARES.length })
    .map((values) => values.toSorted((a, b) => a - b)),
});
const bins = fc.dictionary(fc.constantFrom(...ETA_BINS, 'any'), curve, { noNullPrototype: true });
const phases = fc.dictionary(fc.constantFrom(...BAND_PHASES, 'any'), bins, { noNullPrototype: true });
const calibrations: fc.Arbitrary<EtaCalibration> = fc.record({
  version: fc.constantFrom('0.1.0', '1.0'),
  scenario: fc.constantFrom('concert', 'null', '2026'),
  world: fc.constantFrom('0'.repeat(64), `${'1'.repeat(30)}e${'2'.repeat(33)}`),
  seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  runs: fc.integer({ min: 40, max: 10_000 }),
  estimators: fc.dictionary(fc.constantFrom('ql', 'sliding', 'fixed'), phases, { noNullPrototype: true }),
});

describe('a calibration file', () => {
  it('reads back as what was written', () => {
    fc.assert(
      fc.property(calibrations, (calibration) => {
        expect(read(calibrationText(calibration))).toEqual({ calibration, problems: [] });
      }),
    );
  });

  it('is JSON with a line for each curve, so that a diff names the cell', () => {
    const text = calibrationText(buildCalibration(['ql']));
    expect(JSON.parse(text)).toMatchObject({ schemaVersion: 1, kind: 'eta-calibration', runs: 4_000 });
    expect(text.match(/^ {8}"\w+": \{"runs":4000,"quotes":80000,"ratios":\[.*\]\},?$/gm)).toHaveLength(16);
  });
});

describe('a calibration file that is none', () => {
  const good = calibrationText(buildCalibration(['ql']));
  const replaced = (part: string | RegExp, by: string) => good.replace(part, by);

  it.each([
    ['cut off', good.slice(0, 700), 'yaml-syntax', 'c.json', 15],
    ['another document', '{"tacosManifest": 1}', 'unknown-key', 'tacosManifest', 1],
    ['a list', '[]', 'wrong-kind', '', 1],
    [
      'of a later layout',
      replaced('"schemaVersion": 1', '"schemaVersion": 2'),
      'calibration-version',
      'schemaVersion',
      2,
    ],
    ['of another kind', replaced('eta-calibration', 'redis-calibration'), 'unknown-word', 'kind', 3],
    ['with a wrong hash', replaced('abab', 'xyxy'), 'malformed', 'world', 6],
    ['with other shares', replaced('[0,0.001', '[0,0.002'), 'calibration-version', 'shares', 9],
    ['with an unknown estimator', replaced('"ql"', '"qq"'), 'unknown-key', 'estimators.qq', 11],
    [
      'with the estimator that knows the future',
      replaced('"ql"', '"oracle"'),
      'unknown-key',
      'estimators.oracle',
      11,
    ],
    ['with an unknown phase', replaced('"cold"', '"colt"'), 'unknown-key', 'estimators.ql.colt', 12],
    [
      'with an unknown bin',
      replaced('"under30s"', '"under3s"'),
      'unknown-key',
      'estimators.ql.cold.under3s',
      13,
    ],
    ['with a ratio too few', replaced(/,2\]/, ']'), 'wrong-length', 'estimators.ql.cold.under30s.ratios', 13],
    [
      'with a ratio of 0',
      replaced('[0.5,', '[0,'),
      'out-of-range',
      'estimators.ql.cold.under30s.ratios[0]',
      13,
    ],
    [
      'with ratios out of order',
      replaced('[0.5,', '[0.9,'),
      'out-of-order',
      'estimators.ql.cold.under30s.ratios',
      13,
    ],
    [
      'with a text for a number',
      replaced('"runs":4000', '"runs":"many"'),
      'malformed',
      'estimators.ql.cold.under30s.runs',
      13,
    ],
    ['without its runs', replaced(/^ {2}"runs": 4000,\n/m, ''), 'missing-key', 'runs', 1],
    ['with a key twice', replaced('"seed": 1,', '"seed": 1, "seed": 2,'), 'repeated-key', 'c.json', 7],
  ])('%s is refused with its line and a cure', (_, text, code, path, line) => {
    const { calibration, problems } = read(text);
    expect(calibration).toBeUndefined();
    expect(problems[0]).toMatchObject({ code, path, place: { file: 'c.json', line } });
    for (const problem of problems) expect(problem.cure).toBeDefined();
  });

  it('with several mistakes is refused with all of them', () => {
    const text = replaced('"cold"', '"colt"').replace('"late"', '"later"').replace('"seed": 1', '"seed": -1');
    expect(read(text).problems).toHaveLength(3);
  });
});
