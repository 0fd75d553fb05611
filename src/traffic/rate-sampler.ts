import type { Rng } from '../random/rng.ts';
import type { ArrivalBuffer } from './arrival-buffer.ts';
import { countInSegment, type RateSegment } from './rate-profile.ts';

/**
 * Returns the next step of operational time, in which arrivals have rate 1: exponential for Poisson arrivals, 1 for
 * evenly spaced ones.
 */
export type Step = () => number;

/**
 * Adds the arrivals of a profile by inversion of its integral: unit-rate arrivals y(i) in operational time come at the
 * instants where the integral of the rate reaches y(i). With exponential steps that is a Poisson process of this rate.
 * @param first operational time of the first arrival
 * Source: E. Cinlar 1975, Introduction to Stochastic Processes, section 4.7.
 */
export function drawFromRate(
  profile: readonly RateSegment[],
  first: number,
  step: Step,
  buffer: ArrivalBuffer,
): void {
  let ahead = first;
  for (const segment of profile) {
    const total = countInSegment(segment);
    if (ahead < total) ahead = drawSegment(segment, total, ahead, step, buffer);
    ahead -= total;
  }
}

/** Returns the steps of a process. */
export function stepsOf(process: 'poisson' | 'deterministic', rng: Rng): { first: number; step: Step } {
  if (process === 'deterministic') return { first: 0.5, step: () => 1 };
  return { first: rng.exponential(), step: () => rng.exponential() };
}

/** Added before rounding down [ms], so that an instant on a whole ms does not fall one short of it by a rounding error. */
const NANOSECOND_MS = 1e-6;

/** Returns the first operational time past the segment, both counted from its start. */
function drawSegment(
  segment: RateSegment,
  total: number,
  first: number,
  step: Step,
  buffer: ArrivalBuffer,
): number {
  const startMs = segment.startMs + NANOSECOND_MS;
  // A rounding error must not put an arrival on the end, which belongs to what follows.
  const lastMs = Math.ceil(segment.endMs) - 1;
  let y = first;
  if (segment.kind === 'exponential') {
    const { decayMs } = segment;
    const everPerDecay = 1000 / (segment.fromPerSec * decayMs);
    for (; y < total; y += step()) {
      buffer.push(Math.min(lastMs, Math.floor(startMs - decayMs * Math.log1p(-y * everPerDecay))));
    }
    return y;
  }
  // Rate r + s t reaches y after t = 2 y / (r + sqrt(r^2 + 2 s y)), in this form exact for s = 0 as well.
  const r = segment.fromPerSec / 1000;
  const s = (segment.toPerSec - segment.fromPerSec) / 1000 / (segment.endMs - segment.startMs);
  for (; y < total; y += step()) {
    const t = y > 0 ? (2 * y) / (r + Math.sqrt(Math.max(0, r * r + 2 * s * y))) : 0;
    buffer.push(Math.min(lastMs, Math.floor(startMs + t)));
  }
  return y;
}
