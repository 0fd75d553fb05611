import type { Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/** Returns a rate that goes linearly from one value to another over the whole phase. */
export function ramp(shape: ShapeOf<'ramp'>, span: Span): PhaseProcess {
  const { fromPerSec, toPerSec } = shape;
  return { kind: 'rate', rate: [{ kind: 'linear', ...span, fromPerSec, toPerSec }] };
}
