import { clipProfile, flat, type Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/**
 * Returns a recorded rate: constant inside each bin, the first bin at the phase's start. Poisson arrivals match the counts
 * on average; evenly spaced ones bring exactly each whole count.
 */
export function counts(shape: ShapeOf<'counts'>, span: Span): PhaseProcess {
  const { binMs } = shape;
  const rate = shape.counts.map((count, bin) =>
    flat(span.startMs + bin * binMs, span.startMs + (bin + 1) * binMs, (count * 1000) / binMs),
  );
  return { kind: 'rate', rate: clipProfile(rate, span) };
}
