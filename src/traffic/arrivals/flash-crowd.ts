import { clipProfile, flat, type RateSegment, type Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

/** How many times longer the crowd takes to go than it stays. */
const RAMP_DOWN_FACTOR = 4;
const MS_PER_MIN = 60_000;

/** Durations of the three parts of a flash crowd [ms]. */
export interface FlashCrowdDurations {
  readonly rampUpMs: number;
  readonly sustainedMs: number;
  readonly rampDownMs: number;
}

/**
 * Returns the usual durations for a shock level S, the peak rate over the normal rate (> 0): ramp-up 1 / log10(1 + S),
 * sustained log10(1 + S), ramp-down n log10(1 + S) minutes, n = 4, so a harder shock comes faster and stays longer.
 * S = 20 gives 45 s, 79 s and 317 s.
 * Source: I. Ari, B. Hong, E. L. Miller, S. A. Brandt, D. D. E. Long 2003, "Managing flash crowds on the Internet",
 * MASCOTS 2003, 246-249. The law, n and the minute as its unit are taken from an implementation of that model:
 * https://github.com/dcomp-leris/loadGenerators, flashcrowd/flashcrowd.py
 */
export function flashCrowdDefaults(shock: number): FlashCrowdDurations {
  const level = Math.log10(1 + shock);
  return {
    rampUpMs: Math.round(MS_PER_MIN / level),
    sustainedMs: Math.round(MS_PER_MIN * level),
    rampDownMs: Math.round(RAMP_DOWN_FACTOR * MS_PER_MIN * level),
  };
}

/**
 * Returns the rate of a flash crowd: linearly from normal to shock x normal, held there, linearly back, then normal until
 * the phase ends. What does not fit in the phase is cut off.
 *
 *     shock x normal |    ______
 *                    |   /      \___
 *             normal |  /           \______
 *                      up  held  down   end
 */
export function flashCrowd(shape: ShapeOf<'flash-crowd'>, span: Span): PhaseProcess {
  const { normalPerSec } = shape;
  const peakPerSec = normalPerSec * shape.shock;
  const topMs = span.startMs + shape.rampUpMs;
  const fallMs = topMs + shape.sustainedMs;
  const calmMs = fallMs + shape.rampDownMs;
  const rate: readonly RateSegment[] = [
    { kind: 'linear', startMs: span.startMs, endMs: topMs, fromPerSec: normalPerSec, toPerSec: peakPerSec },
    flat(topMs, fallMs, peakPerSec),
    { kind: 'linear', startMs: fallMs, endMs: calmMs, fromPerSec: peakPerSec, toPerSec: normalPerSec },
    flat(calmMs, Math.max(calmMs, span.endMs), normalPerSec),
  ];
  return { kind: 'rate', rate: clipProfile(rate, span) };
}
