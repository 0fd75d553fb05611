/**
 * A stretch of time with a smooth rate. Segments of one profile ascend and do not overlap; between them the rate is 0.
 * Both laws have an integral with a closed inverse, so arrivals come by inversion without search or error.
 */
export type RateSegment =
  | {
      readonly kind: 'linear';
      readonly startMs: number;
      readonly endMs: number;
      readonly fromPerSec: number;
      readonly toPerSec: number;
    }
  /** fromPerSec x e^(-t / decayMs), t from the segment's start. */
  | {
      readonly kind: 'exponential';
      readonly startMs: number;
      readonly endMs: number;
      readonly fromPerSec: number;
      readonly decayMs: number;
    };

/** A half-open stretch of the run clock. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Returns a segment with one rate. */
export function flat(startMs: number, endMs: number, perSec: number): RateSegment {
  return { kind: 'linear', startMs, endMs, fromPerSec: perSec, toPerSec: perSec };
}

/** Returns the rate at an instant inside a segment [visitors/s]. */
export function rateInSegment(segment: RateSegment, atMs: number): number {
  const sinceMs = atMs - segment.startMs;
  if (segment.kind === 'exponential') return segment.fromPerSec * Math.exp(-sinceMs / segment.decayMs);
  const share = sinceMs / (segment.endMs - segment.startMs);
  return segment.fromPerSec + share * (segment.toPerSec - segment.fromPerSec);
}

/** Returns the integral of the rate over a whole segment [visitors]. */
export function countInSegment(segment: RateSegment): number {
  const lengthMs = segment.endMs - segment.startMs;
  if (segment.kind === 'exponential') {
    return (-segment.fromPerSec * segment.decayMs * Math.expm1(-lengthMs / segment.decayMs)) / 1000;
  }
  return ((segment.fromPerSec + segment.toPerSec) * lengthMs) / 2000;
}

/** Returns the part of a segment inside a span; undefined when there is none. */
export function clipSegment(segment: RateSegment, span: Span): RateSegment | undefined {
  const startMs = Math.max(segment.startMs, span.startMs);
  const endMs = Math.min(segment.endMs, span.endMs);
  if (!(startMs < endMs)) return undefined;
  if (startMs === segment.startMs && endMs === segment.endMs) return segment;
  const fromPerSec = rateInSegment(segment, startMs);
  return segment.kind === 'exponential'
    ? { ...segment, startMs, endMs, fromPerSec }
    : { ...segment, startMs, endMs, fromPerSec, toPerSec: rateInSegment(segment, endMs) };
}

/** Returns the segments inside a span, cut at its ends. */
export function clipProfile(profile: readonly RateSegment[], span: Span): readonly RateSegment[] {
  return profile.map((segment) => clipSegment(segment, span)).filter((segment) => segment !== undefined);
}

/** Returns a segment with its rate multiplied. */
export function scaleSegment(segment: RateSegment, factor: number): RateSegment {
  const fromPerSec = segment.fromPerSec * factor;
  return segment.kind === 'exponential'
    ? { ...segment, fromPerSec }
    : { ...segment, fromPerSec, toPerSec: segment.toPerSec * factor };
}

/** Returns the integral of the rate up to an instant [visitors]. */
export function countBefore(profile: readonly RateSegment[], beforeMs: number): number {
  let total = 0;
  for (const segment of profile) {
    const part = clipSegment(segment, { startMs: segment.startMs, endMs: beforeMs });
    if (part === undefined) break;
    total += countInSegment(part);
  }
  return total;
}

/** Returns the highest rate before an instant [visitors/s]; both laws are monotone, so it stands at an end of a segment. */
export function peakBefore(profile: readonly RateSegment[], beforeMs: number): number {
  let peak = 0;
  for (const segment of profile) {
    const part = clipSegment(segment, { startMs: segment.startMs, endMs: beforeMs });
    if (part === undefined) break;
    peak = Math.max(peak, part.fromPerSec, part.kind === 'linear' ? part.toPerSec : 0);
  }
  return peak;
}

/** Returns the rate at an instant [visitors/s], 0 outside all segments. */
export function rateInProfile(profile: readonly RateSegment[], atMs: number): number {
  const segment = profile.find((candidate) => atMs >= candidate.startMs && atMs < candidate.endMs);
  return segment === undefined ? 0 : rateInSegment(segment, atMs);
}
