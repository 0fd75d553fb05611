import { formatDurationExact } from '../units/duration.ts';
import { complain, type Site } from './site.ts';
import type { PhaseSection } from './vocabulary/arrivals.ts';

/** Start and exclusive end of a phase on the run clock. */
export interface PhaseTimes {
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Returns when each phase starts and ends, or undefined after reporting phases that overlap, run backwards, start at or
 * after the horizon or have no length.
 */
export function placePhases(
  phases: readonly PhaseSection[],
  naturalMs: ReadonlyMap<string, number>,
  horizonMs: number,
  site: Site,
): readonly PhaseTimes[] | undefined {
  let previousEndMs = 0;
  const placed = phases.map((phase, i): PhaseTimes => {
    const startMs = phase.at ?? previousEndMs;
    const last = i === phases.length - 1;
    const endMs = startMs + lengthOf(phase, last, naturalMs.get(phase.name), horizonMs - startMs);
    previousEndMs = Number.isFinite(endMs) ? endMs : startMs;
    return { startMs, endMs };
  });
  const inside = phases.map((phase, i) => fitsTheRun(phase, placed[i]!, i === 0, horizonMs, site));
  const apart = reportOverlaps(phases, placed, site);
  return apart && inside.every(Boolean) ? placed : undefined;
}

/** Length of a phase [ms]; Infinity where nothing gives one. */
function lengthOf(phase: PhaseSection, last: boolean, naturalMs: number | undefined, restMs: number): number {
  if (phase.for !== undefined) return phase.for;
  if (phase.trace !== undefined && naturalMs !== undefined) return naturalMs;
  if (last) return Math.max(1, restMs);
  return naturalMs ?? Number.POSITIVE_INFINITY;
}

/** Returns whether a phase has an end and happens within the run, after reporting what is wrong. */
function fitsTheRun(
  phase: PhaseSection,
  { startMs, endMs }: PhaseTimes,
  first: boolean,
  horizonMs: number,
  site: Site,
): boolean {
  const way = ['arrivals', 'phases', phase.name];
  const endless = !Number.isFinite(endMs);
  const late = startMs >= horizonMs;
  const drawnLate = phase.lottery !== undefined && !late && endMs >= horizonMs;
  if (endless) {
    const expected = 'a length, because another phase follows';
    complain(site, [...way, 'for'], { code: 'missing-key', expected, cure: '5m' });
  }
  if (late) reportTooLate(phase, startMs, first, horizonMs, site);
  if (drawnLate) {
    const expected = 'a lottery that ends before the horizon: people join at its end';
    complain(site, [...way, phase.for === undefined ? 'lottery' : 'for'], {
      code: 'after-horizon',
      expected,
    });
  }
  return !endless && !late && !drawnLate;
}

function reportTooLate(
  phase: PhaseSection,
  startMs: number,
  first: boolean,
  horizonMs: number,
  site: Site,
): void {
  const horizon = formatDurationExact(horizonMs);
  const complaint = first
    ? { code: 'after-horizon', expected: `an opening before the horizon of ${horizon}` }
    : { code: 'after-horizon', expected: `a phase that starts before the horizon of ${horizon}` };
  const got = `${phase.name} starts at ${formatDurationExact(startMs)}`;
  complain(site, ['arrivals', 'phases', phase.name, 'at'], {
    ...complaint,
    got,
    cure: `clock.horizon above ${formatDurationExact(startMs)}`,
  });
}

function reportOverlaps(phases: readonly PhaseSection[], placed: readonly PhaseTimes[], site: Site): boolean {
  let apart = true;
  const order = phases
    .map((phase, i) => ({ name: phase.name, ...placed[i]! }))
    .sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  for (let i = 1; i < order.length; i += 1) {
    const [before, after] = [order[i - 1]!, order[i]!];
    if (after.startMs >= before.endMs || !Number.isFinite(before.endMs)) continue;
    apart = false;
    const got = `${before.name} ${spanText(before)} and ${after.name} ${spanText(after)}`;
    const cure = `at: ${formatDurationExact(before.endMs)}`;
    complain(site, ['arrivals', 'phases', after.name, 'at'], {
      code: 'phases-overlap',
      got,
      expected: 'phases that do not overlap',
      cure,
    });
  }
  return apart;
}

function spanText({ startMs, endMs }: PhaseTimes): string {
  return `${formatDurationExact(startMs)}..${Number.isFinite(endMs) ? formatDurationExact(Math.round(endMs)) : 'open'}`;
}
