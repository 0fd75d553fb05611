import { parseCount } from './count.ts';
import { DURATION_PATTERN, parseDuration } from './duration.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** Source of the regular expression that every quota matches; used in the JSON Schema. */
export const QUOTA_PATTERN = `\\d+(?:\\.\\d+)?[kM]?/${DURATION_PATTERN}`;

/** So many of something in any window of this width. */
export interface Quota {
  readonly count: number;
  readonly windowMs: number;
}

const EXPECTED = 'a count for a time (100/5m)';

/** Returns a quota from `100/5m`; both parts above 0. */
export function parseQuota(text: string): Parsed<Quota> {
  const [number = '', time, ...rest] = text.trim().split('/');
  if (time === undefined || rest.length > 0) return refused('malformed', EXPECTED, '100/5m');
  const count = parseCount(number, 1);
  if (!count.ok) return refused(count.problem.code, EXPECTED, '100/5m');
  const windowMs = parseDuration(/^(s|m|min|h)$/.test(time) ? `1${time}` : time, 1);
  if (!windowMs.ok) return refused(windowMs.problem.code, EXPECTED, `${number}/5m`);
  if (/^(s|m|min|h)$/.test(time)) return refused('malformed', EXPECTED, `${number}/1${time}`);
  return parsed({ count: count.value, windowMs: windowMs.value });
}
