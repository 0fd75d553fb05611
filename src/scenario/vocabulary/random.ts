import { checked, choice } from '../schema/choice.ts';
import { object } from '../schema/object.ts';
import { count, share, text } from '../schema/scalar.ts';
import { type ObjectOf, required, withDefault } from '../schema/schema.ts';

const until = {
  metric: required(text('a metric of the catalogue'), 'Metric whose interval decides.'),
  halfWidth: required(
    text('a literal in the unit of the metric', '\\d'),
    'Half-width to reach, in the unit of the metric: 2%, 5s.',
  ),
  level: withDefault(share({ zeroAllowed: false }), '95%', 'Confidence level, 50% to 99.9%.'),
};

const untilSchema = checked(object(until), ({ level }) =>
  level >= 0.5 && level <= 0.999
    ? undefined
    : { code: 'out-of-range', key: 'level', expected: 'a level from 50% to 99.9%', cure: '95%' },
);

const range = {
  min: required(count(2, 1000), 'Replications run in any case.'),
  max: required(count(2, 1000), 'Replications run at most.'),
  until: required(untilSchema, 'When to stop between min and max.'),
};

const rangeSchema = checked(object(range), ({ min, max }) =>
  max >= min ? undefined : { code: 'out-of-range', key: 'max', expected: `at least min, ${min}` },
);

const random = {
  seed: withDefault(count(0, 0xffff_ffff), 1, 'Same scenario, seed and version: same bytes.'),
  replications: withDefault(
    choice({ scalars: [count(1, 1000)], map: rangeSchema }),
    1,
    'Independent repetitions: a number, or as many as an interval needs.',
  ),
};

/** Seed and number of replications. */
export const randomSchema = object(random);

export type RandomSection = ObjectOf<typeof random>;
