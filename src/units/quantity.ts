import { kindOfUnit, splitNumber } from './number-with-unit.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** Source of the regular expression that every Kubernetes quantity matches; used in the JSON Schema. */
export const QUANTITY_PATTERN = '[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?';

const EXPECTED = 'a Kubernetes quantity (700m, 1.5, 512Mi, 2k)';
const QUANTITY = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d+))?$/;

/** Powers of ten of the decimal suffixes, and of 1024 of the binary ones. */
const TENS: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: readonly string[] = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** Powers of ten beyond this leave no amount that is whole and fits, whatever the digits; it bounds the arithmetic. */
const MAX_POWER = 400;

/** What a quantity must be: not negative (the default) or any. */
export interface QuantityLimits {
  readonly negativeAllowed: boolean;
}

/**
 * Returns an amount in exact milli-units from a Kubernetes quantity: `700m` is 700, `1.5` is 1500, `512Mi` is
 * 536,870,912,000. Refused: what is no whole number of milli-units, and what is above 2^53 of them (8 TiB).
 * Source: kubernetes apimachinery pkg/api/resource/quantity.go, which rounds the former up.
 */
export function parseQuantity(
  text: string,
  limits: QuantityLimits = { negativeAllowed: false },
): Parsed<number> {
  const match = QUANTITY.exec(text.trim());
  if (match === null) return refusal(text.trim());
  const [, sign = '', whole = '', decimals = '', onlyDecimals = '', suffix = '', exponent = '0'] = match;
  const fraction = decimals + onlyDecimals;
  const binary = BINARY.indexOf(suffix) + 1;
  const power = (binary > 0 ? 0 : (TENS[suffix] ?? Number(exponent))) + 3 - fraction.length;
  if (Math.abs(power) > MAX_POWER) return refused('malformed', EXPECTED);
  const digits = BigInt(whole + fraction) * 1024n ** BigInt(binary);
  const scale = 10n ** BigInt(Math.abs(power));
  if (power < 0 && digits % scale !== 0n) {
    return refused('out-of-range', 'a quantity of whole milli-units', `${digits / scale + 1n}m`);
  }
  const milli = Number(power < 0 ? digits / scale : digits * scale);
  if (milli > Number.MAX_SAFE_INTEGER) return refused('out-of-range', tooLarge());
  if (sign === '-' && milli > 0 && !limits.negativeAllowed) {
    return refused('out-of-range', 'a quantity that is not negative');
  }
  return parsed(sign === '-' && milli > 0 ? -milli : milli);
}

function tooLarge(): string {
  return `a quantity of at most ${Number.MAX_SAFE_INTEGER} milli-units (8191Gi, 9T)`;
}

function refusal(text: string): Parsed<never> {
  const split = splitNumber(text);
  if (split === undefined) return refused('malformed', EXPECTED, '500m');
  const { digits, unit } = split;
  const near = {
    K: 'k',
    ...{ ki: 'Ki', mi: 'Mi', gi: 'Gi', ti: 'Ti', Kb: 'Ki', Mb: 'Mi', Gb: 'Gi', Tb: 'Ti' },
    ...{ KB: 'k', MB: 'M', GB: 'G', TB: 'T', KiB: 'Ki', MiB: 'Mi', GiB: 'Gi', TiB: 'Ti' },
  }[unit];
  if (near !== undefined) return refused('malformed', EXPECTED, `${digits}${near}`);
  const tight = `${digits}${unit}`;
  if (tight !== text && QUANTITY.test(tight))
    return refused('malformed', `${EXPECTED}, without a space`, tight);
  const kind = kindOfUnit(unit);
  if (kind !== undefined) return refused('unit-wrong', `${EXPECTED}, not ${kind}`, digits);
  return refused('malformed', EXPECTED, digits);
}

/**
 * Returns milli-units as the shortest exact quantity: `700m`, `1500m`, `2k` in decimal, `512Mi` in binary. Fractions of
 * a milli-unit are rounded up, as Kubernetes does. `parseQuantity` reads the same amount back.
 */
export function formatQuantity(amountMilli: number, form: 'decimal' | 'binary' = 'decimal'): string {
  const milli = Math.ceil(amountMilli) + 0;
  if (milli % 1000 !== 0) return `${milli}m`;
  let amount = milli / 1000;
  if (amount === 0) return '0';
  let suffix = '';
  const step = form === 'binary' ? 1024 : 1000;
  for (const next of form === 'binary' ? BINARY : ['k', 'M', 'G', 'T', 'P', 'E']) {
    if (amount % step !== 0) break;
    amount /= step;
    suffix = next;
  }
  return `${amount}${suffix}`;
}
