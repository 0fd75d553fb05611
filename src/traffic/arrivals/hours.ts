import { clipProfile, flat, type RateSegment, type Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/**
 * Returns an hour-of-day rate: each of the equal parts of a day has its own constant rate, meanPerSec x weight / mean
 * weight, so the weights only share out the day and its mean stays meanPerSec. Days follow the local clock, whose time of
 * day at run instant 0 is clockOffsetMs, not the start of the phase.
 */
export function hours(shape: ShapeOf<'hours'>, span: Span): PhaseProcess {
  const { weights, dayMs, clockOffsetMs, meanPerSec } = shape;
  const parts = weights.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const partMs = dayMs / parts;
  const firstPart = Math.floor((span.startMs + clockOffsetMs) / partMs);
  const lastPart = Math.ceil((span.endMs + clockOffsetMs) / partMs);
  const rate: RateSegment[] = [];
  for (let part = firstPart; part < lastPart; part++) {
    const weight = weights[((part % parts) + parts) % parts]!;
    const perSec = total === 0 ? 0 : (meanPerSec * weight * parts) / total;
    rate.push(flat(part * partMs - clockOffsetMs, (part + 1) * partMs - clockOffsetMs, perSec));
  }
  return { kind: 'rate', rate: clipProfile(rate, span) };
}
