import { BAND_PHASES, ETA_BINS } from '../../engine/eta/conformal/cells.ts';
import { KNOT_SHARES } from '../../engine/eta/conformal/ratio-curve.ts';
import { ESTIMATOR_IDS } from '../../engine/eta/plan.ts';
import { checked } from '../schema/choice.ts';
import { list } from '../schema/list.ts';
import { keyed, object } from '../schema/object.ts';
import { count, plainNumber, text, word } from '../schema/scalar.ts';
import { type ObjectOf, required } from '../schema/schema.ts';

/** The schema version that this version of tacos writes and reads. */
export const CALIBRATION_VERSION = 1;

const version = checked(count(0), (given) =>
  given === CALIBRATION_VERSION
    ? undefined
    : { code: 'calibration-version', expected: `${CALIBRATION_VERSION}, which this version of tacos reads` },
);

const shares = checked(list(plainNumber({ min: 0, max: 1 })), (given) =>
  given.length === KNOT_SHARES.length && given.every((share, i) => share === KNOT_SHARES[i])
    ? undefined
    : { code: 'calibration-version', expected: `the shares of this version: ${KNOT_SHARES.join(', ')}` },
);

const ratios = checked(
  list(plainNumber({ min: 0, max: 1e9, exclusive: true }), {
    minItems: KNOT_SHARES.length,
    maxItems: KNOT_SHARES.length,
  }),
  (given) =>
    given.every((ratio, i) => i === 0 || ratio >= given[i - 1]!)
      ? undefined
      : { code: 'out-of-order', expected: 'ratios in ascending order' },
);

const curve = object({
  runs: required(count(1), 'Runs that had quotes in the cell.'),
  quotes: required(count(1), 'Quotes of all runs.'),
  ratios: required(ratios, 'Ratio of wait to ETA at each share, 1 s added to both.'),
});

const phases = keyed([...BAND_PHASES, 'any'], keyed([...ETA_BINS, 'any'], curve));

const fields = {
  schemaVersion: required(version, 'Version of this layout.'),
  kind: required(word(['eta-calibration']), 'What the file is.'),
  version: required(text('a version of tacos'), 'Version of tacos that wrote it.'),
  scenario: required(text('the name of a scenario'), 'Scenario that was run.'),
  world: required(
    text('a SHA-256 of 64 hexadecimal digits', '^[0-9a-f]{64}$'),
    'Hash of what changes quotes.',
  ),
  seed: required(count(0, 0xffff_ffff), 'Seed of the runs.'),
  runs: required(count(1), 'Runs.'),
  shares: required(shares, 'Shares of quotes that the ratios stand for.'),
  estimators: required(
    keyed(
      ESTIMATOR_IDS.filter((id) => id !== 'oracle'),
      phases,
    ),
    'Curves by estimator, phase and ETA.',
  ),
};

/** The document that `tacos calibrate eta` writes. */
export const calibrationSchema = object(fields, { expected: 'a calibration of tacos calibrate eta' });

export type CalibrationDocument = ObjectOf<typeof fields>;
