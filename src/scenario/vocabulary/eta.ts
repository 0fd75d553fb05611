import { ESTIMATOR_IDS, type EtaPlan } from '../../engine/eta/plan.ts';
import { nearest } from '../nearest.ts';
import { problemAt } from '../report.ts';
import { checked } from '../schema/choice.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, duration, plainNumber, text, word } from '../schema/scalar.ts';
import { type ObjectOf, optional, type Schema, unavailable, withDefault } from '../schema/schema.ts';
import { describeValue } from '../value.ts';
import { HOUR_WEIGHTS } from './arrivals.ts';

/** Estimators of the language that this version does not build. */
const LATER_ESTIMATORS: readonly string[] = ['qla', 'les', 'hol', 'kalman-drain', 'fdc', 'fdc-prior'];

type EstimatorId = (typeof ESTIMATOR_IDS)[number];

/** One estimator. Those of the language that are not built are refused by name. */
const estimator: Schema<EstimatorId> = {
  expected: `an estimator: ${ESTIMATOR_IDS.join(', ')}`,
  shape: { kind: 'scalar', json: { enum: [...ESTIMATOR_IDS, ...LATER_ESTIMATORS] } },
  check(value, path, report) {
    const given = value.kind === 'scalar' ? String(value.value) : undefined;
    const known = ESTIMATOR_IDS.find((id) => id === given);
    if (known !== undefined) return known;
    const later = given !== undefined && LATER_ESTIMATORS.includes(given);
    const complaint = later
      ? {
          code: 'not-available',
          got: given,
          expected: 'not available in this version',
          cure: `remove ${given}`,
        }
      : {
          code: 'unknown-word',
          got: describeValue(value),
          expected: `one of: ${ESTIMATOR_IDS.join(', ')}`,
          cure: given === undefined ? undefined : nearest(given, ESTIMATOR_IDS),
        };
    report(problemAt(value.origin, path, complaint));
    return undefined;
  },
};

const fixed = {
  constant: optional(duration(1000), 'The same ETA for everybody.'),
  perPosition: optional(duration(1000), 'This long for each position.'),
};

const wholeSeconds = checked(
  object(fixed, { groups: [{ need: 'one', ways: [['constant'], ['perPosition']] }] }),
  (value) =>
    (value.constant ?? value.perPosition ?? 0) % 1000 === 0
      ? undefined
      : { code: 'out-of-range', expected: 'whole seconds: ETAs are shown in seconds' },
);

const options = {
  fixed: withDefault(wholeSeconds, { constant: '60s' }, '`fixed`: a constant, or a time for each position.'),
  ema: withDefault(
    object({ halfLife: withDefault(duration(1000), '60s', 'Half-life of the exponentially weighted rate.') }),
    {},
    '`ema`: how fast it forgets.',
  ),
};

const score = {
  thin: withDefault(duration(), '15s', 'At most one kept quote per visitor in this time.'),
  population: withDefault(
    word(['all', 'admitted']),
    'all',
    'all: also refuted quotes of those still waiting. admitted: only those who were let in.',
  ),
  visitors: withDefault(count(1), 20_000, 'At most this many visitors are scored, sampled by a hash.'),
  sampling: withDefault(
    word(['polls', 'uniform']),
    'polls',
    'polls: quotes as shown, all of one weight. uniform: at evenly spread instants of waiting, active visitors, each second of one weight.',
  ),
};

const weights = list(plainNumber({ min: 0, max: 1000, exclusive: true }), { minItems: 24, maxItems: 24 });

const eta = {
  estimators: withDefault(
    checked(list(estimator, { minItems: 1 }), (ids) =>
      new Set(ids).size === ids.length
        ? undefined
        : { code: 'repeated-name', expected: 'each estimator once' },
    ),
    [...ESTIMATOR_IDS],
    'Estimators that watch the run; all are scored on the same quotes.',
  ),
  displayed: optional(estimator, 'The one visitors see; default: that of the preset, else ql.'),
  options: withDefault(object(options), {}, 'Parameters of single estimators.'),
  score: withDefault(object(score), {}, 'Which quotes are kept for scoring.'),
  hourWeights: withDefault(weights, HOUR_WEIGHTS, 'Weight of each local hour 0..23 for `sliding`.'),
  calibration: unavailable(text('the path of a calibration file'), 'Calibration file for intervals.'),
};

/** Which estimators watch the run and how they are scored. */
export const etaSchema = object(eta);

export type EtaSection = ObjectOf<typeof eta>;

/** Returns the ETA part of a plan; `displayed` is checked by the caller, who knows the preset. */
export function etaPlan(section: EtaSection, displayed: EstimatorId): EtaPlan {
  const { constant, perPosition } = section.options.fixed;
  return {
    estimators: section.estimators,
    displayed,
    options: {
      fixed:
        perPosition === undefined
          ? { kind: 'constant', seconds: (constant ?? 60_000) / 1000 }
          : { kind: 'per-position', seconds: perPosition / 1000 },
      emaHalfLifeMs: section.options.ema.halfLife,
    },
    score: {
      thinMs: section.score.thin,
      population: section.score.population,
      visitors: section.score.visitors,
      sampling: section.score.sampling,
    },
    hourWeights: section.hourWeights,
  };
}
