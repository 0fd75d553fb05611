import { flat, type Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/** Returns one rate over the whole phase. */
export function constant(shape: ShapeOf<'constant'>, span: Span): PhaseProcess {
  return { kind: 'rate', rate: [flat(span.startMs, span.endMs, shape.perSec)] };
}
