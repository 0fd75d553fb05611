import { formatCount } from './count.ts';
import { kindOfUnit, splitNumber } from './number-with-unit.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

const SECONDS_PER: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

/** Source of the regular expression that every rate matches; used in the JSON Schema. */
export const RATE_PATTERN = '\\d+(?:\\.\\d+)?[kM]?(?:/(?:s|min|h|d)| ?rps)';

/** Largest rate tacos reads [1/s]. */
const MAX_RATE_PER_SEC = 1e9;

const EXPECTED = 'a rate with a unit (/s, /min, /h, /d or rps)';
const RATE = /^(\d+(?:\.\d+)?)([kM]?)(?:\/(s|min|h|d)| ?rps)$/;

/** Returns a rate [1/s] from `50/s`, `30k/s`, `4/min`, `10/h` or `30k rps`; zero only where it is allowed. */
export function parseRate(text: string, zeroAllowed = false): Parsed<number> {
  const match = RATE.exec(text.trim());
  if (match === null) return refusal(text.trim());
  const scale = match[2] === 'k' ? 1e3 : match[2] === 'M' ? 1e6 : 1;
  const perSec = (Number(match[1]) * scale) / (SECONDS_PER[match[3] ?? 's'] ?? 1);
  if (perSec === 0 && !zeroAllowed) return refused('out-of-range', 'a rate above 0');
  if (perSec > MAX_RATE_PER_SEC) return refused('out-of-range', 'a rate of at most 1000M/s');
  return parsed(perSec);
}

function refusal(text: string): Parsed<never> {
  const split = splitNumber(text);
  if (split === undefined) return refused('malformed', EXPECTED, '50/s');
  if (split.number < 0) return refused('out-of-range', 'a rate that is not negative');
  if (split.unit === '') return refused('unit-missing', EXPECTED, `${split.digits}/s`);
  if (/^[kM]$/.test(split.unit)) return refused('unit-missing', EXPECTED, `${split.digits}${split.unit}/s`);
  const kind = kindOfUnit(split.unit);
  if (kind !== undefined && kind !== 'a rate') {
    return refused('unit-wrong', `${EXPECTED}, not ${kind}`, `${split.digits}/s`);
  }
  const guess = text
    .replace(/\s*per\s*|\s*\/\s*/, '/')
    .replace(/\/(?:sec|second)s?$/, '/s')
    .replace(/\/(?:m|minute)s?$/, '/min')
    .replace(/\/(?:hour)s?$/, '/h')
    .replace(/K/, 'k');
  return refused('malformed', EXPECTED, RATE.test(guess) ? guess : `${split.digits}/s`);
}

/** Returns a rate for people: `50/s`, `0.067/s`, `30,000/s`; three significant digits below 100, whole above. */
export function formatRate(perSec: number): string {
  if (perSec === 0) return '0/s';
  if (Math.abs(perSec) >= 100) return `${formatCount(perSec)}/s`;
  return `${Number(perSec.toPrecision(3))}/s`;
}
