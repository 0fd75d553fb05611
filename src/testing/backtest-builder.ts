import { ESTIMATOR_IDS } from '../engine/eta/plan.ts';
import type { Problem } from '../errors.ts';
import { Backtest } from '../replay/eta/backtest.ts';
import type { BacktestOptions } from '../replay/eta/backtest-options.ts';
import { EtaTraceCheck } from '../replay/eta/check-eta-trace.ts';
import type { EtaTraceFacts } from '../replay/eta/eta-trace-facts.ts';
import type { BacktestRecord } from '../result/backtest-record.ts';

const FILE = 'trace.csv';

/** Everybody, at most every 15 s, by every estimator that can. */
const BACKTEST_OPTIONS: BacktestOptions = {
  ignored: [],
  partial: false,
  estimators: ESTIMATOR_IDS,
  thinMs: 15_000,
  population: 'all',
  visitors: 20_000,
  clockResolutionMs: 1,
  announced: [],
  inactiveAfterMs: 15_000,
  hours: undefined,
};

/** Returns what the first reading of a text finds: its facts, or its problems. */
export function checkText(
  text: string,
  options: Partial<BacktestOptions> = {},
): { readonly facts: EtaTraceFacts | undefined; readonly problems: readonly Problem[] } {
  const check = new EtaTraceCheck(FILE, { ...BACKTEST_OPTIONS, ...options });
  for (const chunk of chunksOf(text)) check.push(chunk);
  const facts = check.end();
  return { facts, problems: check.problems.all };
}

/** Returns the record of a backtest. @throws RangeError where the text has problems */
export function backtestText(text: string, options: Partial<BacktestOptions> = {}): BacktestRecord {
  const { facts, problems } = checkText(text, options);
  if (facts === undefined) throw new RangeError(problems.map(({ code }) => code).join(', '));
  const backtest = new Backtest(FILE, facts, { ...BACKTEST_OPTIONS, ...options });
  for (const chunk of chunksOf(text)) backtest.push(chunk);
  return backtest.record();
}

/** Chunks of an odd length, so that lines and letters are cut anywhere. */
function* chunksOf(text: string): Iterable<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length; from += 997) yield bytes.subarray(from, from + 997);
}
