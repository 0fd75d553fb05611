import { kindOfUnit, splitNumber } from './number-with-unit.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

const MICROS_PER: Readonly<Record<string, number>> = { ns: 1e-3, us: 1, ms: 1e3, s: 1e6 };

/** Source of the regular expression that every short time matches; used in the JSON Schema. */
export const SHORT_TIME_PATTERN = '\\d+(?:\\.\\d+)?(?:ns|us|ms|s)';

/** Longest short time [us], a minute. */
const MAX_MICROS = 60e6;

const EXPECTED = 'a short time with a unit (ns, us, ms, s)';

/** Returns a time [us], at most a minute, from `40ns`, `900us`, `1.2ms` or `1s`; 0 only where it is allowed. */
export function parseShortTime(text: string, zeroAllowed = false): Parsed<number> {
  const match = /^(\d+(?:\.\d+)?)(ns|us|ms|s)$/.exec(text.trim());
  if (match === null) return refusal(text.trim());
  const micros = Number(match[1]) * (MICROS_PER[match[2] ?? 'us'] ?? 1);
  const above = zeroAllowed ? 'from 0us' : 'above 0';
  if (micros > MAX_MICROS || (micros === 0 && !zeroAllowed)) {
    return refused('out-of-range', `a short time ${above} to 1 minute`);
  }
  return parsed(micros);
}

function refusal(text: string): Parsed<never> {
  const split = splitNumber(text);
  if (split === undefined) return refused('malformed', EXPECTED, '300us');
  if (split.number < 0) return refused('out-of-range', 'a short time that is not negative');
  if (split.unit === '') return refused('unit-missing', EXPECTED, `${split.digits}us`);
  const spelled = split.unit.replace(/^(µs|μs)$/, 'us').toLowerCase();
  if (MICROS_PER[spelled] !== undefined) return refused('malformed', EXPECTED, `${split.digits}${spelled}`);
  const kind = kindOfUnit(split.unit);
  const not = kind === undefined || kind === 'a duration' ? '' : `, not ${kind}`;
  return refused(kind === undefined ? 'malformed' : 'unit-wrong', `${EXPECTED}${not}`, `${split.digits}us`);
}

/** Returns a short time in the scenario language, exact: `40ns`, `900us`, `1.2ms`. */
export function formatShortTime(micros: number): string {
  if (micros === 0) return '0us';
  if (micros < 1) return `${trimmed(micros * 1000)}ns`;
  return micros < 1000 ? `${trimmed(micros)}us` : `${trimmed(micros / 1000)}ms`;
}

function trimmed(value: number): string {
  return String(Number(value.toPrecision(12)));
}
