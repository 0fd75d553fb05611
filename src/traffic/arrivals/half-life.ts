import type { Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/** Returns the decay after an on-sale: startPerSec at the phase's start, half of it after each halfLifeMs. */
export function halfLife(shape: ShapeOf<'half-life'>, span: Span): PhaseProcess {
  const decayMs = shape.halfLifeMs / Math.LN2;
  return { kind: 'rate', rate: [{ kind: 'exponential', ...span, fromPerSec: shape.startPerSec, decayMs }] };
}
