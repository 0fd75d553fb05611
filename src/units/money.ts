import { splitNumber } from './number-with-unit.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** Hours of a month: 365 days of 24 hours over 12 months. */
export const HOURS_PER_MONTH = 730;

const AMOUNT = '\\$\\d+(?:\\.\\d+)?';

/** Sources of the regular expressions that amounts of money match; used in the JSON Schema. */
export const MONEY_PATTERN = AMOUNT;
export const MONEY_RATE_PATTERN = `${AMOUNT}/(?:h|day|month)`;

const HOURS_PER: Readonly<Record<string, number>> = { h: 1, day: 24, month: HOURS_PER_MONTH };

/** Largest amount that is read [USD, USD/h]. */
const MAX_USD = 1e9;

const EXPECTED_AMOUNT = 'an amount in dollars ($12.50)';
const EXPECTED_RATE = 'dollars for a time ($0.104/h, $200/month)';

/** Returns an amount [USD] from `$800` or `$12.50`; not negative. */
export function parseMoney(text: string): Parsed<number> {
  const match = new RegExp(`^${AMOUNT}$`).exec(text.trim());
  if (match === null) return refusal(text.trim(), EXPECTED_AMOUNT, '');
  return bounded(Number(text.trim().slice(1)), EXPECTED_AMOUNT);
}

/** Returns a price [USD/h] from `$0.104/h`, `$2.40/day` or `$200/month`; a month has 730 hours. */
export function parseMoneyRate(text: string): Parsed<number> {
  const match = /^\$(\d+(?:\.\d+)?)\/(h|day|month)$/.exec(text.trim());
  if (match === null) return refusal(text.trim(), EXPECTED_RATE, '/h');
  return bounded(Number(match[1]) / (HOURS_PER[match[2] ?? 'h'] ?? 1), EXPECTED_RATE);
}

function bounded(usd: number, expected: string): Parsed<number> {
  return usd <= MAX_USD ? parsed(usd) : refused('out-of-range', `${expected}, at most $1000000000`);
}

function refusal(text: string, expected: string, time: string): Parsed<never> {
  if (/^-|^\$-/.test(text)) return refused('out-of-range', `${expected}, not negative`);
  const split = splitNumber(text.replace(/^\$\s*/, ''));
  if (split === undefined) return refused('malformed', expected, `$1${time}`);
  const code = split.unit === '' ? 'unit-missing' : 'malformed';
  const spelled = split.unit.toLowerCase();
  const per = /month|mo$/.test(spelled) ? '/month' : /day/.test(spelled) ? '/day' : '/h';
  return refused(code, expected, `$${split.digits}${time === '' ? '' : per}`);
}

/** Returns an amount for people: `$0.10`, `$12.50`, `$1,204`; cents below $100. */
export function formatMoney(usd: number): string {
  const sign = usd < 0 ? '-' : '';
  const size = Math.abs(usd);
  const text = size >= 99.995 ? String(Math.round(size)) : size.toFixed(2);
  return `${sign}$${text.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}`;
}
