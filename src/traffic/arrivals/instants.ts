import type { Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/** Returns a recording to be replayed instant by instant, counted from the phase's start; what lies past its end is left out. */
export function instants(shape: ShapeOf<'instants'>, span: Span): PhaseProcess {
  const atMs = shape.atMs.map((ms) => span.startMs + ms).filter((ms) => ms < span.endMs);
  return { kind: 'replay', atMs, height: shape.height };
}
