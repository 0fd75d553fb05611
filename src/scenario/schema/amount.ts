import { MONEY_PATTERN, MONEY_RATE_PATTERN, parseMoney, parseMoneyRate } from '../../units/money.ts';
import { OPERATIONS_PATTERN, parseOperations } from '../../units/operations.ts';
import { type Parsed, parsed, refused } from '../../units/parsed.ts';
import { parseQuantity, QUANTITY_PATTERN } from '../../units/quantity.ts';
import { parseQuota, QUOTA_PATTERN, type Quota } from '../../units/quota.ts';
import { parseShare, SHARE_PATTERN } from '../../units/share.ts';
import { parseShortTime, SHORT_TIME_PATTERN } from '../../units/short-time.ts';
import { ABOVE_ZERO, scalar, unit } from './scalar.ts';
import type { Schema } from './schema.ts';

/** Most CPU and memory of one pod or node: 1,024 cores, 4 TiB. */
const MAX_MILLICORES = 1_024_000;
const MAX_MEBIBYTES = 4 * 1_048_576;

const MILLI_PER_MEBIBYTE = 1000 * 1_048_576;

/** CPU of a pod or node [millicores], at least 1; Kubernetes writes it `700m` or `2`. */
export function cpu(): Schema<number> {
  const expected = 'a CPU quantity above 0, at most 1024 (700m, 1.5, 2)';
  const json = quantityJson(['700m', '1200m']);
  return unit(expected, json, (text) => {
    const quantity = parseQuantity(text);
    if (!quantity.ok || quantity.value === 0) return wrong(quantity, expected, '700m');
    return quantity.value <= MAX_MILLICORES ? quantity : refused('out-of-range', expected, '700m');
  });
}

/** Memory of a pod or node [MiB], at least 1; Kubernetes writes it `512Mi` or `1Gi`. */
export function memory(): Schema<number> {
  const expected = 'a memory quantity from 1Mi to 4Ti (512Mi, 1Gi)';
  const json = quantityJson(['512Mi', '1Gi']);
  return unit(expected, json, (text) => {
    const quantity = parseQuantity(text);
    if (!quantity.ok) return wrong(quantity, expected, '512Mi');
    const mebibytes = quantity.value / MILLI_PER_MEBIBYTE;
    const near = /^\d+m?$/.test(text.trim()) ? `${text.trim().replace('m', '')}Mi` : '512Mi';
    if (mebibytes < 1 || mebibytes > MAX_MEBIBYTES) return refused('out-of-range', expected, near);
    return parsed(mebibytes);
  });
}

/** Memory for each request per second [MiB], from 0. */
export function memoryPerRequest(): Schema<number> {
  const expected = 'a memory quantity up to 1Gi (64Ki)';
  const json = { type: ['string', 'number'], pattern: `^${QUANTITY_PATTERN}$`, examples: ['64Ki', '128Ki'] };
  return unit(expected, json, (text) => {
    const quantity = parseQuantity(text);
    if (!quantity.ok) return wrong(quantity, expected, '64Ki');
    const mebibytes = quantity.value / MILLI_PER_MEBIBYTE;
    return mebibytes <= 1024 ? parsed(mebibytes) : refused('out-of-range', expected, '64Ki');
  });
}

function quantityJson(examples: readonly string[]) {
  return { type: ['string', 'number'], pattern: `^${ABOVE_ZERO}${QUANTITY_PATTERN}$`, examples };
}

function wrong(result: Parsed<number>, expected: string, cure: string): Parsed<never> {
  return result.ok
    ? refused('out-of-range', expected, cure)
    : refused(result.problem.code, expected, result.problem.cure ?? cure);
}

/** A time below a minute [us], such as the CPU time of one request. */
export function shortTime(zeroAllowed = false): Schema<number> {
  const pattern = `^${zeroAllowed ? '' : ABOVE_ZERO}${SHORT_TIME_PATTERN}$`;
  const json = { type: 'string', pattern, examples: ['260us', '900us', '1.2ms'] };
  return unit('a short time with a unit (ns, us, ms, s)', json, (text) => parseShortTime(text, zeroAllowed));
}

/** So many in any window of a width. */
export function quota(): Schema<Quota> {
  const json = { type: 'string', pattern: `^${ABOVE_ZERO}${QUOTA_PATTERN}$`, examples: ['100/5m', '2k/1h'] };
  return unit('a count for a time (100/5m)', json, parseQuota);
}

/** A rate of operations [1/s], above 0. */
export function operations(): Schema<number> {
  const pattern = `^${ABOVE_ZERO}${OPERATIONS_PATTERN}$`;
  const json = { type: 'string', pattern, examples: ['100k ops/s', '50k ops/s'] };
  return unit('a rate of operations (100k ops/s)', json, parseOperations);
}

/** An amount of money [USD]. */
export function money(): Schema<number> {
  const json = { type: 'string', pattern: `^${MONEY_PATTERN}$`, examples: ['$800', '$1500'] };
  return unit('an amount in dollars ($12.50)', json, parseMoney);
}

/** A price [USD/h]. */
export function moneyRate(): Schema<number> {
  const json = { type: 'string', pattern: `^${MONEY_RATE_PATTERN}$`, examples: ['$0.104/h', '$200/month'] };
  return unit('dollars for a time ($0.104/h, $200/month)', json, parseMoneyRate);
}

/** A target utilization in whole percent, 1..1000: usage may be above what was requested. */
export function wholePercent(): Schema<number> {
  const expected = 'a whole percentage from 1% to 1000%';
  const json = { type: 'string', pattern: `^${ABOVE_ZERO}${SHARE_PATTERN}$`, examples: ['60%', '75%'] };
  return unit(expected, json, (text) => {
    const share = parseShare(text, { zeroAllowed: false, maxPercent: 1000 });
    if (!share.ok) return share;
    const percent = Math.round(share.value * 1e6) / 1e4;
    return Number.isInteger(percent)
      ? parsed(percent)
      : refused('out-of-range', expected, `${Math.max(1, Math.round(percent))}%`);
  });
}

/** Any scalar that is not empty, as its text: for values whose unit depends on another key. */
export function anyText(expected: string, examples: readonly (string | number)[]): Schema<string> {
  return scalar(expected, { type: ['string', 'number'], examples }, ({ value, text }) =>
    value === null || typeof value === 'boolean' || text.trim() === ''
      ? { ok: false, problem: { code: 'wrong-kind', expected } }
      : { ok: true, value: text.trim() },
  );
}
