import type { ArrivalPhase, ArrivalPlan } from '../traffic/arrival-plan.ts';
import { expectedVisitors } from '../traffic/expectation.ts';
import { formatCount } from '../units/count.ts';
import { naturalLengthMs, type ShapeContext, shapeOf } from './arrival-shapes.ts';
import { placePhases } from './phase-times.ts';
import { complain } from './site.ts';
import type { ArrivalsSection } from './vocabulary/arrivals.ts';
import { noisePlan } from './vocabulary/noise.ts';

/** Most visitors one run may expect: their instants alone are 8 bytes each. */
const MAX_VISITORS = 100_000_000;

/** Returns how visitors come, or undefined after reporting phases and traces that do not fit. */
export function arrivalPlan(
  section: ArrivalsSection,
  horizonMs: number,
  context: ShapeContext,
): ArrivalPlan | undefined {
  const shapes = section.phases.map((phase) => shapeOf(phase, context));
  const natural = new Map<string, number>();
  section.phases.forEach((phase, i) => {
    const shape = shapes[i];
    // A trace that could not be read must not be reported again for having no length.
    const lengthMs = shape === undefined ? 1 : naturalLengthMs(shape);
    if (lengthMs !== undefined) natural.set(phase.name, lengthMs);
  });
  const times = placePhases(section.phases, natural, horizonMs, context.site);
  const phases = section.phases.flatMap((phase, i): ArrivalPhase[] => {
    const [shape, time] = [shapes[i], times?.[i]];
    return shape === undefined || time === undefined ? [] : [{ name: phase.name, ...time, shape }];
  });
  if (phases.length !== section.phases.length) return undefined;
  const plan: ArrivalPlan = {
    process: section.process,
    phases,
    ...(section.noise === undefined ? {} : { noise: noisePlan(section.noise) }),
  };
  const expected = expectedVisitors(plan, horizonMs);
  if (expected <= MAX_VISITORS) return plan;
  const got = `${formatCount(expected)} visitors expected`;
  complain(context.site, ['arrivals'], {
    code: 'too-many-visitors',
    got,
    expected: `at most ${formatCount(MAX_VISITORS)}`,
  });
  return undefined;
}
