import type { PatienceClass } from '../../engine/eta/patience.ts';
import { DEFAULT_ESTIMATORS, ESTIMATOR_IDS, type EtaPlan } from '../../engine/eta/plan.ts';
import type { VisitorClass } from '../../traffic/visitor-class.ts';
import { checked } from '../schema/choice.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, duration, plainNumber, share, text, word } from '../schema/scalar.ts';
import { type ObjectOf, optional, type Schema, withDefault } from '../schema/schema.ts';
import { HOUR_WEIGHTS } from './arrivals.ts';
import { distributionFields, distributionGroup, distributionOf } from './distribution.ts';

type EstimatorId = (typeof ESTIMATOR_IDS)[number];

const estimator: Schema<EstimatorId> = word(ESTIMATOR_IDS);

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

const prior = object(
  {
    impatient: withDefault(
      share({ zeroAllowed: false }),
      '100%',
      'Share that has a limit at all; the others wait for ever.',
    ),
    ...distributionFields,
  },
  { groups: [distributionGroup] },
);

const weights = list(plainNumber({ min: 0, max: 1000, exclusive: true }), { minItems: 24, maxItems: 24 });

const eta = {
  estimators: withDefault(
    checked(list(estimator, { minItems: 1 }), (ids) =>
      new Set(ids).size === ids.length
        ? undefined
        : { code: 'repeated-name', expected: 'each estimator once' },
    ),
    [...DEFAULT_ESTIMATORS],
    'Estimators that watch the run; all are scored on the same quotes.',
  ),
  displayed: optional(estimator, 'The one visitors see; default: that of the preset, else ql.'),
  options: withDefault(object(options), {}, 'Parameters of single estimators.'),
  score: withDefault(object(score), {}, 'Which quotes are kept for scoring.'),
  hourWeights: withDefault(weights, HOUR_WEIGHTS, 'Weight of each local hour 0..23 for `sliding`.'),
  prior: optional(
    prior,
    'Patience that `fdc-prior` expects; default: what the classes of visitors say, by their shares of the tickets.',
  ),
  calibration: optional(
    text('the path of a calibration file'),
    'File of `tacos calibrate eta` beside the scenario, which intervals around ETAs begin with; default: none.',
  ),
};

/** Which estimators watch the run and how they are scored. */
export const etaSchema = object(eta);

export type EtaSection = ObjectOf<typeof eta>;

/**
 * Returns the ETA part of a plan; `displayed` is checked by the caller, who knows the preset.
 * @param visitors whose patience `fdc-prior` expects where the section does not say
 */
export function etaPlan(
  section: EtaSection,
  displayed: EstimatorId,
  visitors: readonly VisitorClass[] = [],
): EtaPlan {
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
    ...(section.estimators.includes('fdc-prior') ? { prior: priorOf(section, visitors) } : {}),
  };
}

/** Returns who is expected to give up: as written, or as the classes of visitors say, each with all its tickets. */
function priorOf({ prior }: EtaSection, visitors: readonly VisitorClass[]): readonly PatienceClass[] {
  if (prior !== undefined) return [{ share: prior.impatient, durationMs: distributionOf(prior) }];
  const tickets = visitors.reduce((sum, { share, tabs }) => sum + share * tabs, 0);
  return visitors.flatMap(({ share, tabs, patience }) =>
    patience === undefined
      ? []
      : [{ share: (share * tabs * patience.impatientShare) / tickets, durationMs: patience.durationMs }],
  );
}
