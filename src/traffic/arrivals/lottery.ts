import { flat, type Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/**
 * Returns a pre-queue: visitors come evenly over the phase and join at its end, the opening, in random order, so coming
 * early gains nothing. Their number is Poisson with this mean, or exact with evenly spaced arrivals.
 */
export function lottery(shape: ShapeOf<'lottery'>, span: Span): PhaseProcess {
  const { visitors } = shape;
  const perSec = (visitors * 1000) / (span.endMs - span.startMs);
  return { kind: 'gathering', rate: [flat(span.startMs, span.endMs, perSec)], visitors, joinMs: span.endMs };
}
