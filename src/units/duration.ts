import { kindOfUnit, splitNumber } from './number-with-unit.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Longest duration tacos reads [ms], 14 days: with a horizon of at most 7 days every instant fits a signed 32-bit integer. */
export const MAX_DURATION_MS = 14 * 86_400_000;

/** Source of the regular expression that every duration matches; used in the JSON Schema. */
export const DURATION_PATTERN = '(?:\\d+(?:\\.\\d+)?(?:ms|min|[smhd]))+';

const EXPECTED = 'a duration with a unit (ms, s, m or min, h, d)';
const PART = /(\d+(?:\.\d+)?)(ms|min|[smhd])/g;
const WHOLE = new RegExp(`^${DURATION_PATTERN}$`);

/** Returns a duration [ms], a whole number from minMs to 14 days, from `250ms`, `4s`, `1.5h` or `1h30m`. */
export function parseDuration(text: string, minMs = 0): Parsed<number> {
  const compact = text.trim();
  if (!WHOLE.test(compact)) return refusal(compact);
  let sum = 0;
  let lastUnitMs = Number.POSITIVE_INFINITY;
  for (const [, digits, unit] of compact.matchAll(PART)) {
    const unitMs = MS_PER_UNIT[unit ?? ''] ?? 0;
    if (unitMs >= lastUnitMs) return refused('malformed', `${EXPECTED}, larger units first, each once`);
    sum += Number(digits) * unitMs;
    lastUnitMs = unitMs;
  }
  const ms = Math.round(sum);
  if (Math.abs(sum - ms) > 1e-6) return refused('out-of-range', 'a whole number of milliseconds', '1ms');
  if (ms < minMs || ms > MAX_DURATION_MS) return refused('out-of-range', durationRange(minMs));
  return parsed(ms);
}

/** Returns the two ends [ms] of `4s..6s`, or of a single duration, which is a range of no width. */
export function parseDurationRange(text: string, minMs = 0): Parsed<{ fromMs: number; toMs: number }> {
  const parts = text.split('..');
  const from = parseDuration(parts[0] ?? '', minMs);
  const to = parts.length > 1 ? parseDuration(parts[1] ?? '', minMs) : from;
  const expected = `${EXPECTED}, or a range such as 4s..6s`;
  for (const end of [from, to]) {
    if (end.ok) continue;
    const { code, cure } = end.problem;
    return code === 'out-of-range' ? end : refused(code, expected, parts.length > 1 ? '4s..6s' : cure);
  }
  if (!from.ok || !to.ok || parts.length > 2) return refused('malformed', expected, '4s..6s');
  if (from.value > to.value) {
    return refused('out-of-range', 'a range from the shorter to the longer', `${parts[1]}..${parts[0]}`);
  }
  return parsed({ fromMs: from.value, toMs: to.value });
}

function durationRange(minMs: number): string {
  if (minMs === 0) return 'a duration from 0s to 14d';
  if (minMs === 1) return 'a duration above 0, at most 14d';
  return `a duration of at least ${formatDurationExact(minMs)}, at most 14d`;
}

function refusal(text: string): Parsed<never> {
  const split = splitNumber(text);
  if (split === undefined) return refused('malformed', EXPECTED, '30s');
  if (split.number < 0) return refused('out-of-range', 'a duration that is not negative');
  if (split.unit === '') return refused('unit-missing', EXPECTED, `${split.digits}s`);
  const kind = kindOfUnit(split.unit);
  if (kind !== undefined && kind !== 'a duration') {
    return refused('unit-wrong', `${EXPECTED}, not ${kind}`, `${split.digits}s`);
  }
  const spaced = text.replace(/\s+/g, '').toLowerCase();
  const spelled = spaced.replace(/(\d)(?:seconds?|secs?)$/, '$1s').replace(/(\d)(?:minutes?|mins)$/, '$1m');
  const guess = spelled.replace(/(\d)(?:hours?|hrs?)$/, '$1h').replace(/(\d)days?$/, '$1d');
  return refused('malformed', EXPECTED, WHOLE.test(guess) ? guess : `${split.digits}s`);
}

/** Returns a duration in the scenario language, exact and without spaces: `1h30m`, `1s250ms`, `0s`. */
export function formatDurationExact(ms: number): string {
  if (ms === 0) return '0s';
  let rest = Math.round(ms);
  let text = '';
  for (const [unit, unitMs] of [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
    ['ms', 1],
  ] as const) {
    const n = Math.floor(rest / unitMs);
    if (n > 0) text += `${n}${unit}`;
    rest -= n * unitMs;
  }
  return text;
}

/**
 * Returns a duration for people, in two units at most: `38 ms`, `3.9 s`, `45 s`, `13m 40s`, `1h 38m`, `2d 3h`.
 * One decimal below 10 ms and below 10 s. Negative durations carry a minus sign.
 */
export function formatDuration(ms: number): string {
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms > 0 && ms < 0.05) return '< 0.1 ms';
  if (ms > 0 && ms < 9.95) return `${ms.toFixed(1).replace(/\.0$/, '')} ms`;
  if (ms > 0 && ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9950) return ms === 0 ? '0 s' : `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return twoUnits(Math.floor(seconds / 60), 'm', seconds % 60, 's');
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1440) return twoUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'm');
  const hours = Math.round(ms / 3_600_000);
  return twoUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return `${large}${largeUnit} ${String(small).padStart(2, '0')}${smallUnit}`;
}

/** Returns a run instant as `T+00:04`, `T+13:40` or `T+1:38:00`, whole seconds rounded down. */
export function formatRunInstant(atMs: number): string {
  const seconds = Math.floor(atMs / 1000);
  const pad = (n: number) => String(n).padStart(2, '0');
  const tail = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return seconds < 3600 ? `T+${tail}` : `T+${Math.floor(seconds / 3600)}:${tail}`;
}
