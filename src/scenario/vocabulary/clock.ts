import type { ClockPlan } from '../plan.ts';
import { checked } from '../schema/choice.ts';
import { object } from '../schema/object.ts';
import { duration, instant } from '../schema/scalar.ts';
import { type ObjectOf, required, withDefault } from '../schema/schema.ts';

/** Longest run [ms], 7 days. */
const MAX_HORIZON_MS = 7 * 86_400_000;

const fields = {
  start: withDefault(
    instant(),
    '2026-01-01T08:00:00+09:00',
    'Wall clock at run instant 0; only labels, hour weights and hour curves depend on it.',
  ),
  horizon: required(duration(1), 'Length of the run, at most 7d; who still waits then is counted as such.'),
  warmup: withDefault(
    duration(),
    '0s',
    'Time at the start that stationary figures leave out; below the horizon.',
  ),
};

/** When a run takes place and how long it is. */
export const clockSchema = checked(object(fields), ({ horizon, warmup }) => {
  if (horizon > MAX_HORIZON_MS) {
    return { code: 'out-of-range', key: 'horizon', expected: 'a duration above 0, at most 7d' };
  }
  if (warmup < horizon) return undefined;
  return { code: 'out-of-range', key: 'warmup', expected: 'a duration below the horizon', cure: '0s' };
});

/** Returns the clock of a run. */
export function clockPlan(clock: ObjectOf<typeof fields>): ClockPlan {
  return {
    start: clock.start.text,
    startOfDayOffsetMs: clock.start.timeOfDayMs,
    horizonMs: clock.horizon,
    warmupMs: clock.warmup,
  };
}
