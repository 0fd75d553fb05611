import { formatDurationExact } from '../units/duration.ts';
import { derivedInfrastructure } from './derive-infrastructure.ts';
import type { Plan } from './plan.ts';
import { fromLiteral, type Literal, type Value, valueAt, withValueAt } from './value.ts';

/** Returns the filled scenario with the values that follow from others, so that it shows all that is in force. */
export function deriveValues(filled: Value, plan: Plan): Value {
  let root = filled;
  const derive = (way: readonly (string | number)[], literal: Literal, from: string): void => {
    if (valueAt(root, way) !== undefined) return;
    root = withValueAt(root, way, fromLiteral(literal, { kind: 'derived', from }));
  };
  derive(['title'], plan.title, 'name');
  derive(['eta', 'displayed'], plan.eta.displayed, 'default');
  plan.arrivals.phases.forEach((phase, i) => {
    const way = ['arrivals', 'phases', i];
    derive(
      [...way, 'at'],
      formatDurationExact(phase.startMs),
      i === 0 ? 'default' : 'end of the phase before',
    );
    const from = i === plan.arrivals.phases.length - 1 ? 'horizon' : 'its shape';
    derive(
      [...way, 'for'],
      formatDurationExact(phase.endMs - phase.startMs),
      phase.shape.kind === 'counts' ? 'trace' : from,
    );
    if (phase.shape.kind !== 'flash-crowd') return;
    for (const [key, ms] of [
      ['rampUp', phase.shape.rampUpMs],
      ['sustained', phase.shape.sustainedMs],
      ['rampDown', phase.shape.rampDownMs],
    ] as const) {
      derive([...way, 'flashCrowd', key], formatDurationExact(ms), 'shock');
    }
  });
  for (const { name, bot } of plan.visitors) derive(['visitors', name, 'bot'], bot === true, 'name');
  const derived = plan.infrastructure === undefined ? [] : derivedInfrastructure(plan.infrastructure);
  for (const { way, literal, from } of derived) derive(way, literal, from);
  const pods = plan.admission.bucket?.podClocks;
  if (pods !== undefined) {
    const literal = { count: pods.pods, skew: formatDurationExact(pods.skewMs) };
    derive(['admission', 'bucket', 'pods'], literal, 'default');
  }
  return root;
}
