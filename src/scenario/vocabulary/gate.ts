import { checked } from '../schema/choice.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, share, text } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';

/** Fewest pairs of runs that a verdict is based on: below, Student's t bounds of skewed differences are not honest. */
export const FEWEST_SEEDS = 20;
const MOST_SEEDS = 1000;

const seed = count(0, 0xffff_ffff);
const margin = share({ zeroAllowed: false });

const margins = {
  relative: withDefault(margin, '2%', 'Errors and other times may grow by this much.'),
  points: withDefault(margin, '2%', 'Shares such as A20 may fall by this many points.'),
};

const guards = {
  bias: withDefault(margin, '3%', 'The bias may move away from zero by this much of the mean true wait.'),
  coverage: withDefault(margin, '3%', 'The coverage of intervals may fall by this many points.'),
  jitter: withDefault(margin, '10%', 'Promised instants may move this much more between quotes.'),
};

const gate = {
  seeds: required(
    list(seed, { minItems: FEWEST_SEEDS, maxItems: MOST_SEEDS }),
    'One run for each: the first look.',
  ),
  topUp: withDefault(
    list(seed, { maxItems: MOST_SEEDS }),
    [],
    'Seeds that are added once where the first look cannot decide.',
  ),
  metrics: optional(
    list(text('a metric of the catalogue'), { minItems: 1, maxItems: 50 }),
    'What decides; eta.displayed stands for the displayed estimator. Default: its A20 by phase and its MAE.',
  ),
  margins: withDefault(object(margins), {}, 'Changes for the worse that are accepted.'),
  guards: withDefault(object(guards), {}, 'What may fail a gate but not hold it up, and by how much.'),
};

/** What a gate compares with its baseline. */
export const gateSchema = checked(object(gate), ({ seeds, topUp }) => {
  const all = [...seeds, ...topUp];
  const twice = all.find((each, i) => all.indexOf(each) !== i);
  if (twice === undefined) return undefined;
  const key = topUp.includes(twice) ? 'topUp' : 'seeds';
  return { code: 'repeated-name', key, got: `seed ${twice} twice`, expected: 'each seed once' };
});

export type GateSection = ObjectOf<typeof gate>;
