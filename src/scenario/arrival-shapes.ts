import type { Problem } from '../errors.ts';
import type { ArrivalShape } from '../traffic/arrival-plan.ts';
import { flashCrowdDefaults } from '../traffic/arrivals/flash-crowd.ts';
import { type ParsedTrace, parseTrace } from '../traffic/trace.ts';
import { MAX_DURATION_MS } from '../units/duration.ts';
import { complain, type Site, writtenOrigin } from './site.ts';
import { besideFile, MAX_TRACE_BYTES, readSource, type SourceReader } from './source.ts';
import type { PhaseSection, TraceSection } from './vocabulary/arrivals.ts';

/** What a shape needs beyond its own section. */
export interface ShapeContext {
  readonly site: Site;
  readonly read: SourceReader;
  /** The scenario file, for paths that were not written in a file. */
  readonly file: string;
  /** Local time of day at run instant 0 [ms]. */
  readonly clockOffsetMs: number;
}

/** Returns the shape of a phase in the units of a plan, or undefined after reporting what is wrong with its trace. */
export function shapeOf(phase: PhaseSection, context: ShapeContext): ArrivalShape | undefined {
  const { constant, hold, ramp, flash, flashCrowd, hours, halfLife, lottery, markov, trace } = phase;
  if (ramp !== undefined) return { kind: 'ramp', fromPerSec: ramp.from, toPerSec: ramp.to };
  if (flash !== undefined) {
    return { kind: 'flash', peakPerSec: flash.peak, rampMs: flash.ramp, decayMs: flash.decay };
  }
  if (flashCrowd !== undefined) return flashCrowdShape(flashCrowd);
  if (hours !== undefined) {
    const { mean, weights, day } = hours;
    return { kind: 'hours', meanPerSec: mean, weights, dayMs: day, clockOffsetMs: context.clockOffsetMs };
  }
  if (halfLife !== undefined) {
    return { kind: 'half-life', startPerSec: halfLife.start, halfLifeMs: halfLife.halfLife };
  }
  if (lottery !== undefined) return { kind: 'lottery', visitors: lottery.visitors };
  if (markov !== undefined) {
    return {
      kind: 'markov',
      states: markov.states.map(({ rate, stay }) => ({ perSec: rate, meanStayMs: stay })),
    };
  }
  if (trace !== undefined) return traceShape(phase.name, trace, context);
  return { kind: 'constant', perSec: constant ?? hold ?? 0 };
}

function flashCrowdShape(section: NonNullable<PhaseSection['flashCrowd']>): ArrivalShape {
  const usual = flashCrowdDefaults(section.shock);
  return {
    kind: 'flash-crowd',
    normalPerSec: section.normal,
    shock: section.shock,
    rampUpMs: section.rampUp ?? usual.rampUpMs,
    sustainedMs: section.sustained ?? usual.sustainedMs,
    rampDownMs: section.rampDown ?? usual.rampDownMs,
  };
}

/** Returns the length that a shape has of itself [ms]: a recording, or a flash crowd; undefined for the others. */
export function naturalLengthMs(shape: ArrivalShape): number | undefined {
  switch (shape.kind) {
    case 'counts':
      return Math.ceil(shape.binMs * shape.counts.length);
    case 'instants':
      return Math.floor(shape.atMs.at(-1) ?? 0) + 1;
    case 'flash-crowd':
      return shape.rampUpMs + shape.sustainedMs + shape.rampDownMs;
    default:
      return undefined;
  }
}

function traceShape(phase: string, section: TraceSection, context: ShapeContext): ArrivalShape | undefined {
  const way = ['arrivals', 'phases', phase, 'trace', 'file'];
  const origin = writtenOrigin(context.site.root, way);
  const file = besideFile(origin.kind === 'file' ? origin.place.file : context.file, section.file);
  const source = readSource(context.read, file, MAX_TRACE_BYTES, 'a CSV file with a trace');
  if (!source.ok) {
    const { code, got, expected } = source.problem;
    complain(context.site, way, { code, got: `${file}: ${got}`, expected });
    return undefined;
  }
  const options =
    section.bin === undefined ? { kind: section.kind } : { kind: section.kind, binMs: section.bin };
  const trace = parseTrace(source.text, file, options);
  if (trace.kind === 'refused') {
    trace.problems.forEach((problem: Problem) => void context.site.report(problem));
    return undefined;
  }
  const shape = scaleTrace(trace, section);
  if ((naturalLengthMs(shape) ?? 0) <= MAX_DURATION_MS) return shape;
  complain(context.site, way, {
    code: 'out-of-range',
    got: 'a longer trace',
    expected: 'a trace of at most 14d, after timeScale',
  });
  return undefined;
}

/** Stretches a recording in time and scales its height by rateScale, or so that its peak is the one wanted. */
function scaleTrace(trace: Exclude<ParsedTrace, { kind: 'refused' }>, section: TraceSection): ArrivalShape {
  const { timeScale } = section;
  if (trace.kind === 'counts') {
    const binMs = trace.binMs * timeScale;
    const peakPerSec = (trace.counts.reduce((a, b) => Math.max(a, b), 0) * 1000) / binMs;
    const factor = section.peak === undefined ? (section.rateScale ?? 1) : section.peak / peakPerSec;
    return { kind: 'counts', binMs, counts: trace.counts.map((each) => each * factor) };
  }
  const atMs = trace.atMs.map((at) => Math.round(at * timeScale));
  const height = section.peak === undefined ? (section.rateScale ?? 1) : section.peak / fullestSecond(atMs);
  return { kind: 'instants', atMs, height };
}

/** Returns the largest number of ascending instants in one whole second. */
function fullestSecond(atMs: readonly number[]): number {
  const counts = new Map<number, number>();
  let fullest = 1;
  for (const at of atMs) {
    const second = Math.floor(at / 1000);
    const count = (counts.get(second) ?? 0) + 1;
    counts.set(second, count);
    fullest = Math.max(fullest, count);
  }
  return fullest;
}
