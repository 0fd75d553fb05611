import { checked } from '../schema/choice.ts';
import { list, namedList } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, duration, name, plainNumber, rate, text, word } from '../schema/scalar.ts';
import { defaultIfChosen, type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';
import { noiseSchema } from './noise.ts';

/** Weight of each local hour 0..23 in the reference system: evenings are busy, nights quiet. */
export const HOUR_WEIGHTS: readonly number[] = [
  0.3, 0.2, 0.2, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0, 1.2, 1.3, 1.4, 1.5, 1.4, 1.2, 1.1, 1.0, 1.2, 1.8, 2.0, 1.8,
  1.5, 1.2, 0.8,
];

const ramp = {
  from: required(rate(true), 'Rate at the start.'),
  to: required(rate(true), 'Rate at the end.'),
};

const flash = {
  peak: required(rate(), 'Rate at the top; total = peak x (ramp/2 + decay).'),
  ramp: required(duration(), 'Time of the linear rise from 0 to the peak.'),
  decay: required(duration(1), 'Time in which the rate then falls to 1/e.'),
};

const flashCrowd = {
  normal: required(rate(), 'Rate before and after.'),
  shock: required(plainNumber({ min: 1, max: 1e6, exclusive: true }), 'Peak rate over the normal rate.'),
  rampUp: optional(duration(1), 'Time of the rise; default 1 min / log10(1 + shock).'),
  sustained: optional(duration(), 'Time at the top; default log10(1 + shock) min.'),
  rampDown: optional(duration(1), 'Time of the fall; default 4 log10(1 + shock) min.'),
};

const hours = {
  mean: required(rate(), 'Mean rate over a day.'),
  weights: withDefault(
    checked(list(plainNumber({ min: 0, max: 1e6 }), { minItems: 1, maxItems: 1440 }), (weights) =>
      weights.some((weight) => weight > 0)
        ? undefined
        : { code: 'out-of-range', expected: 'a weight above 0' },
    ),
    HOUR_WEIGHTS,
    'Weight of each equal part of a day, from local midnight; only their proportions count.',
  ),
  day: withDefault(duration(1000), '24h', 'Length of a day.'),
};

const halfLife = {
  start: required(rate(), 'Rate at the start.'),
  halfLife: required(duration(1), 'Time in which the rate halves.'),
};

const lottery = {
  visitors: required(count(1), 'How many gather over the phase and join at its end in random order.'),
};

const markovState = {
  rate: required(rate(true), 'Rate while in this state.'),
  stay: required(duration(1), 'Mean of the exponential stay.'),
};
const markov = {
  states: required(
    checked(list(object(markovState), { minItems: 1, maxItems: 100 }), (states) =>
      states.some((state) => state.rate > 0)
        ? undefined
        : { code: 'out-of-range', expected: 'a state with a rate above 0' },
    ),
    'States of constant rate; the next one is any other with equal probability.',
  ),
};

const trace = {
  file: required(
    text('the path of a CSV file'),
    'CSV beside the scenario. Headers decide: atMs, atSec, time (ISO 8601) for time; count, requests or visitors for counts. # starts a comment.',
  ),
  kind: required(
    word(['counts', 'instants']),
    'counts: one row for each bin, none missing. instants: one row for each visitor, ascending.',
  ),
  bin: optional(duration(1), 'Width of a bin; needed for counts without a time column.'),
  timeScale: withDefault(
    plainNumber({ min: 0, max: 1e6, exclusive: true }),
    1,
    'Stretches time; the number of visitors stays.',
  ),
  rateScale: defaultIfChosen(
    plainNumber({ min: 0, max: 1e6, exclusive: true }),
    1,
    'Multiplies the number of visitors.',
  ),
  peak: optional(
    rate(),
    'Scales the number of visitors so that the highest bin has this rate (instants: the fullest second).',
  ),
};

const phase = {
  name: required(name(), 'Name of the phase, used in paths.'),
  at: optional(duration(), 'Start on the run clock; default: the end of the phase before, 0s for the first.'),
  for: optional(
    duration(1),
    'Length; default: to the horizon for the last phase, the natural length of a trace or flash crowd.',
  ),
  constant: optional(rate(), 'A constant rate.'),
  hold: optional(rate(), 'A constant rate; the same as constant.'),
  ramp: optional(
    checked(object(ramp), ({ from, to }) =>
      from > 0 || to > 0 ? undefined : { code: 'out-of-range', expected: 'a rate above 0 at one end' },
    ),
    'Linear from one rate to another over the phase.',
  ),
  flash: optional(object(flash), 'Linear rise to a peak, then exponential decay: an on-sale at its opening.'),
  flashCrowd: optional(
    object(flashCrowd),
    'Flash crowd on a normal rate by Ari et al. 2003: rise, top, fall.',
  ),
  hours: optional(object(hours), 'Hour-of-day curve on the local clock of clock.start.'),
  halfLife: optional(object(halfLife), 'A rate that halves again and again.'),
  lottery: optional(
    object(lottery),
    'Pre-queue: people gather and join in random order at the end of the phase.',
  ),
  markov: optional(object(markov), 'Markov-modulated: random stays in states of constant rate.'),
  trace: optional(
    object(trace, { groups: [{ need: 'optional', ways: [['rateScale'], ['peak']] }] }),
    'A recording.',
  ),
};

const shapes = [
  'constant',
  'hold',
  'ramp',
  'flash',
  'flashCrowd',
  'hours',
  'halfLife',
  'lottery',
  'markov',
  'trace',
] as const;

const phaseSchema = object(phase, {
  groups: [{ need: 'one', ways: shapes.map((shape) => [shape] as const) }],
});

const arrivals = {
  process: withDefault(
    word(['poisson', 'deterministic']),
    'poisson',
    'poisson: random. deterministic: evenly spaced.',
  ),
  noise: optional(noiseSchema, 'Log-AR(1) factor on the rate (over-dispersion).'),
  phases: required(
    namedList(phaseSchema, { minItems: 1, maxItems: 1000 }),
    'Phases that do not overlap; merged by name.',
  ),
};

/** How visitors come. */
export const arrivalsSchema = object(arrivals);

/** A phase as checked, before its start and end are known. */
export type PhaseSection = ObjectOf<typeof phase>;
export type ArrivalsSection = ObjectOf<typeof arrivals>;
export type TraceSection = ObjectOf<typeof trace>;
