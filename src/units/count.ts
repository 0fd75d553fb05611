import { kindOfUnit, splitNumber } from './number-with-unit.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** Source of the regular expression that every count written as text matches; used in the JSON Schema. */
export const COUNT_PATTERN = '\\d+(?:\\.\\d+)?[kM]?';

/** Largest count tacos reads. */
export const MAX_COUNT = 1e9;

const EXPECTED = 'a whole number (10000, 10k, 1.2M)';
const COUNT = /^(\d+(?:\.\d+)?)([kM]?)$/;

/** Returns a whole number from `10k`, `1.2M` or `300`, from min to max. */
export function parseCount(text: string, min = 0, max = MAX_COUNT): Parsed<number> {
  const match = COUNT.exec(text.trim());
  if (match === null) return refusal(text.trim());
  const scale = match[2] === 'k' ? 1e3 : match[2] === 'M' ? 1e6 : 1;
  const exact = Number(match[1]) * scale;
  const count = Math.round(exact);
  if (Math.abs(exact - count) > 1e-6) return refused('out-of-range', EXPECTED, String(Math.max(min, count)));
  if (count < min || count > max) return refused('out-of-range', countRange(min, max));
  return parsed(count);
}

function countRange(min: number, max: number): string {
  if (max === MAX_COUNT) return `a whole number of at least ${formatCount(min)}`;
  return `a whole number from ${formatCount(min)} to ${formatCount(max)}`;
}

function refusal(text: string): Parsed<never> {
  const plain = text.replace(/(\d)[,_](?=\d{3})/g, '$1');
  if (plain !== text && COUNT.test(plain)) {
    return refused('malformed', `${EXPECTED}, without separators`, plain);
  }
  const split = splitNumber(text);
  if (split === undefined) return refused('malformed', EXPECTED, '100');
  if (split.number < 0) return refused('out-of-range', 'a count that is not negative');
  if (split.unit === 'm') {
    return refused('unit-wrong', `${EXPECTED}; m is minutes, never a million`, `${split.digits}M`);
  }
  if (split.unit === 'K') return refused('malformed', EXPECTED, `${split.digits}k`);
  const kind = kindOfUnit(split.unit);
  if (kind !== undefined) return refused('unit-wrong', `${EXPECTED}, not ${kind}`, split.digits);
  return refused('malformed', EXPECTED, split.digits);
}

/** Returns a count for people, rounded, with thousands commas: `300,412`. */
export function formatCount(count: number): string {
  const sign = Math.round(count) < 0 ? '-' : '';
  return sign + String(Math.abs(Math.round(count))).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Returns a count in short: `950`, `12 k`, `138 k`, `27 M`, `1.2 G`. */
export function formatCompact(count: number): string {
  if (Math.abs(count) < 999.5) return String(Math.round(count));
  let scaled = count;
  let suffix = '';
  for (const next of ['k', 'M', 'G', 'T']) {
    if (Math.abs(scaled) < 999.5) break;
    scaled /= 1000;
    suffix = next;
  }
  return `${Number(scaled.toPrecision(Math.abs(scaled) >= 99.95 ? 3 : 2))} ${suffix}`;
}
