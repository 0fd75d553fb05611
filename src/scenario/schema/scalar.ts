import { COUNT_PATTERN, formatCount, MAX_COUNT, parseCount } from '../../units/count.ts';
import { DURATION_PATTERN, parseDuration, parseDurationRange } from '../../units/duration.ts';
import { INSTANT_PATTERN, parseInstant, type WallInstant } from '../../units/instant.ts';
import { type Parsed, parsed, refused } from '../../units/parsed.ts';
import { parseRate, RATE_PATTERN } from '../../units/rate.ts';
import { parseShare, SHARE_PATTERN } from '../../units/share.ts';
import { nearest } from '../nearest.ts';
import { type Complaint, problemAt } from '../report.ts';
import { describeValue, type ScalarValue } from '../value.ts';
import type { JsonSchema, Schema } from './schema.ts';

/** Matches a text with a digit that is not zero: how a pattern says "above 0". */
export const ABOVE_ZERO = '(?=.*[1-9])';

/** Returns a schema for one scalar from what it reads and how editors see it. */
export function scalar<T>(
  expected: string,
  json: JsonSchema,
  read: (
    value: ScalarValue,
  ) => { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Complaint },
): Schema<T> {
  return {
    expected,
    shape: { kind: 'scalar', json },
    check(value, path, report) {
      if (value.kind !== 'scalar') {
        report(problemAt(value.origin, path, { code: 'wrong-kind', got: describeValue(value), expected }));
        return undefined;
      }
      const result = read(value);
      if (result.ok) return result.value;
      report(problemAt(value.origin, path, { got: describeValue(value), ...result.problem }));
      return undefined;
    },
  };
}

/** Returns a schema for a text that a unit parser reads. */
export function unit<T>(expected: string, json: JsonSchema, parse: (text: string) => Parsed<T>): Schema<T> {
  return scalar(expected, json, (value) => {
    if (typeof value.value === 'number' && !Number.isFinite(value.value)) {
      return refused('out-of-range', `${expected}, finite`);
    }
    return parse(value.value === null ? '' : String(value.value));
  });
}

/** A duration [ms], a whole number, at least minMs. */
export function duration(minMs = 0): Schema<number> {
  const pattern = `^${minMs > 0 ? ABOVE_ZERO : ''}${DURATION_PATTERN}$`;
  const json = { type: 'string', pattern, examples: ['250ms', '5s', '1h30m'] };
  return unit('a duration with a unit (ms, s, m or min, h, d)', json, (text) => parseDuration(text, minMs));
}

/** A duration or a range of durations [ms], above 0. */
export function durationRange(): Schema<{ fromMs: number; toMs: number }> {
  const pattern = `^${ABOVE_ZERO}${DURATION_PATTERN}(?:\\.\\.${DURATION_PATTERN})?$`;
  const json = { type: 'string', pattern, examples: ['5s', '4s..6s'] };
  return unit('a duration with a unit, or a range such as 4s..6s', json, (text) =>
    parseDurationRange(text, 1),
  );
}

/** A rate [1/s], above 0 unless zero is allowed. */
export function rate(zeroAllowed = false): Schema<number> {
  const pattern = `^${zeroAllowed ? '' : ABOVE_ZERO}${RATE_PATTERN}$`;
  const json = { type: 'string', pattern, examples: ['50/s', '30k/s', '4/min', '500 rps'] };
  return unit('a rate with a unit (/s, /min, /h, /d or rps)', json, (text) => parseRate(text, zeroAllowed));
}

/** A share 0..1, written in percent. */
export function share(limits: { zeroAllowed: boolean } = { zeroAllowed: true }): Schema<number> {
  const pattern = `^${limits.zeroAllowed ? '' : ABOVE_ZERO}${SHARE_PATTERN}$`;
  const json = { type: 'string', pattern, examples: ['30%', '2.5%'] };
  return unit('a share in percent', json, (text) => parseShare(text, { ...limits, maxPercent: 100 }));
}

/** A whole number from min to max; `10k` and `1.2M` are understood. */
export function count(min = 0, max = MAX_COUNT): Schema<number> {
  const pattern = `^${min > 0 ? ABOVE_ZERO : ''}${COUNT_PATTERN}$`;
  const json = { type: ['integer', 'string'], minimum: min, maximum: max, pattern, examples: [500, '10k'] };
  const limits =
    max === MAX_COUNT ? `of at least ${formatCount(min)}` : `from ${formatCount(min)} to ${formatCount(max)}`;
  return unit(`a whole number ${limits}`, json, (text) => parseCount(text, min, max));
}

/** A moment on the wall clock, with the text it was written as. */
export function instant(): Schema<WallInstant & { text: string }> {
  const json = { type: 'string', pattern: `^${INSTANT_PATTERN}$`, examples: ['2026-10-03T20:00:00+09:00'] };
  return unit('a date and time with an offset from UTC', json, (text) => {
    const result = parseInstant(text);
    return result.ok ? parsed({ ...result.value, text: text.trim() }) : result;
  });
}

/** A plain number in a range; above min when exclusive. */
export function plainNumber(limits: { min: number; max: number; exclusive?: boolean }): Schema<number> {
  const { min, max } = limits;
  const above = limits.exclusive === true;
  const expected = above ? `a number above ${min}, at most ${max}` : `a number from ${min} to ${max}`;
  const json = { type: 'number', [above ? 'exclusiveMinimum' : 'minimum']: min, maximum: max };
  return scalar(expected, json, ({ value }) => {
    if (typeof value !== 'number') return { ok: false, problem: { code: 'wrong-kind', expected } };
    const inside = value <= max && (above ? value > min : value >= min);
    return inside ? { ok: true, value } : { ok: false, problem: { code: 'out-of-range', expected } };
  });
}

/** true or false. */
export function flag(): Schema<boolean> {
  const expected = 'true or false';
  return scalar(expected, { type: 'boolean' }, ({ value }) =>
    typeof value === 'boolean'
      ? { ok: true, value }
      : { ok: false, problem: { code: 'wrong-kind', expected } },
  );
}

/** One of a few words. */
export function word<const W extends string>(words: readonly W[]): Schema<W> {
  const expected = words.length === 1 ? words[0]! : `one of: ${words.join(', ')}`;
  return scalar(expected, { enum: words }, ({ value }) => {
    const found = words.find((each) => each === value);
    if (found !== undefined) return { ok: true, value: found };
    const near = typeof value === 'string' ? nearest(value, words) : undefined;
    return { ok: false, problem: { code: 'unknown-word', expected, cure: near } };
  });
}

/** A text that matches a pattern, or any text that is not empty. */
export function text(expected = 'a text', pattern = '\\S', cure?: string): Schema<string> {
  const json = { type: 'string', pattern };
  const matches = new RegExp(pattern, 'u');
  return scalar(expected, json, ({ value }) => {
    if (typeof value === 'string' && matches.test(value)) return { ok: true, value };
    return {
      ok: false,
      problem: { code: typeof value === 'string' ? 'malformed' : 'wrong-kind', expected, cure },
    };
  });
}

/** A name that may stand in a path: letters, digits, - and _. */
export function name(): Schema<string> {
  return text('a name of letters, digits, - and _ that begins with a letter', '^[A-Za-z][A-Za-z0-9_-]*$');
}
