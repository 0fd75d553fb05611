import { clipProfile, type RateSegment, type Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/**
 * Returns the rate of an opening: from 0 to the peak in rampMs, then decay by e in each decayMs.
 *
 *     peak |    /\
 *          |   /  \__
 *          |  /      \_____
 *        0 | /             \__________
 *            0  ramp                 end
 *
 * Over an endless phase it brings peak x (ramp/2 + decay) visitors: 30,000/s, 4 s and 8 s bring 300,000.
 */
export function flash(shape: ShapeOf<'flash'>, span: Span): PhaseProcess {
  const topMs = span.startMs + shape.rampMs;
  const rate: readonly RateSegment[] = [
    { kind: 'linear', startMs: span.startMs, endMs: topMs, fromPerSec: 0, toPerSec: shape.peakPerSec },
    {
      kind: 'exponential',
      startMs: topMs,
      endMs: Math.max(topMs, span.endMs),
      fromPerSec: shape.peakPerSec,
      decayMs: shape.decayMs,
    },
  ];
  return { kind: 'rate', rate: clipProfile(rate, span) };
}
