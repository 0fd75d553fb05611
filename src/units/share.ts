import { kindOfUnit, splitNumber } from './number-with-unit.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** Source of the regular expression that every share matches; used in the JSON Schema. */
export const SHARE_PATTERN = '\\d+(?:\\.\\d+)? ?%';

const EXPECTED = 'a share in percent';
const SHARE = /^(\d+(?:\.\d+)?) ?%$/;

/** Returns a share 0..1 from `30%`; the percent sign is required. Above min when that is exclusive. */
export function parseShare(
  text: string,
  limits: { readonly zeroAllowed: boolean; readonly maxPercent: number } = {
    zeroAllowed: true,
    maxPercent: 100,
  },
): Parsed<number> {
  const match = SHARE.exec(text.trim());
  if (match === null) return refusal(text.trim());
  const percent = Number(match[1]);
  if (percent > limits.maxPercent || (percent === 0 && !limits.zeroAllowed)) {
    const from = limits.zeroAllowed ? 'from 0%' : 'above 0%';
    return refused('out-of-range', `a share ${from} to ${limits.maxPercent}%`);
  }
  return parsed(percent / 100);
}

function refusal(text: string): Parsed<never> {
  const split = splitNumber(text);
  if (split === undefined) return refused('malformed', EXPECTED, '30%');
  if (split.number < 0) return refused('out-of-range', 'a share that is not negative');
  if (split.unit === '') {
    const cure =
      split.number <= 1 && split.digits.includes('.')
        ? `${formatPlain(split.number * 100)}%`
        : `${split.digits}%`;
    return refused('unit-missing', EXPECTED, cure);
  }
  const kind = kindOfUnit(split.unit);
  if (kind !== undefined && kind !== 'a share')
    return refused('unit-wrong', `${EXPECTED}, not ${kind}`, '30%');
  return refused('malformed', EXPECTED, `${split.digits}%`);
}

function formatPlain(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** Returns a share for people in percent with the decimals asked for: `98.9 %`, `44 %`. */
export function formatShare(share: number, decimals = 1): string {
  const text = (share * 100).toFixed(decimals);
  return `${Number(text) === 0 ? text.replace('-', '') : text} %`;
}
