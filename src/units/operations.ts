import { type Parsed, refused } from './parsed.ts';
import { parseRate, RATE_PATTERN } from './rate.ts';

/** Source of the regular expression that every rate of operations matches; used in the JSON Schema. */
export const OPERATIONS_PATTERN = `(?:\\d+(?:\\.\\d+)?[kM]? ?ops/s|${RATE_PATTERN})`;

const EXPECTED = 'a rate of operations (100k ops/s)';

/** Returns a rate of operations [1/s], above 0, from `100k ops/s` or any other way to write a rate. */
export function parseOperations(text: string): Parsed<number> {
  const rate = parseRate(text.trim().replace(/ ?ops\/s$/, '/s'));
  if (rate.ok) return rate;
  const { code, expected, cure } = rate.problem;
  const amount = code === 'out-of-range' ? null : /^\d+(?:\.\d+)?[kM]?/.exec(text.trim());
  const plain = amount === null ? cure?.replace(/\/s$/, ' ops/s') : `${amount[0]} ops/s`;
  return refused(code, code === 'out-of-range' ? expected : EXPECTED, plain);
}
