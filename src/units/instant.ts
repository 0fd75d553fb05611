import { type Parsed, parsed, refused } from './parsed.ts';

/** A moment on the wall clock with the offset it was written in. */
export interface WallInstant {
  /** [ms since 1970-01-01T00:00Z] */
  readonly epochMs: number;
  /** Local time of day [ms since midnight]. */
  readonly timeOfDayMs: number;
}

/** Source of the regular expression that every instant matches; used in the JSON Schema. */
export const INSTANT_PATTERN =
  '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,3})?)?(?:Z|[+-]\\d{2}:\\d{2})';

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const EXPECTED = 'a date and time with an offset from UTC';
const EXAMPLE = '2026-10-03T20:00:00+09:00';

/** Returns the moment of an ISO 8601 text with an offset, `2026-10-03T20:00:00+09:00` or `...Z`. */
export function parseInstant(text: string): Parsed<WallInstant> {
  const match = INSTANT.exec(text.trim());
  if (match === null) return refusal(text.trim());
  const field = (index: number) => Number(match[index] ?? 0);
  const [year, month, day] = [field(1), field(2), field(3)];
  const [hour, minute, second] = [field(4), field(5), field(6)];
  const real = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!real || hour > 23 || minute > 59 || second > 59 || field(9) > 14 || field(10) > 59) {
    return refused('out-of-range', 'a date and time that exist, with an offset up to 14 hours', EXAMPLE);
  }
  const millis = Number((match[7] ?? '').padEnd(3, '0'));
  const timeOfDayMs = ((hour * 60 + minute) * 60 + second) * 1000 + millis;
  const offsetMs = (match[8] === '-' ? -1 : 1) * (field(9) * 60 + field(10)) * 60_000;
  return parsed({
    epochMs: daysSinceEpoch(year, month, day) * 86_400_000 + timeOfDayMs - offsetMs,
    timeOfDayMs,
  });
}

function refusal(text: string): Parsed<never> {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) {
    return refused('unit-missing', EXPECTED, `${text}+09:00`);
  }
  return refused('malformed', EXPECTED, EXAMPLE);
}

function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/**
 * Returns the days from 1970-01-01 to a Gregorian date, negative before it.
 * Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
 */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
