import { expect, it } from 'vitest';
import { buildPlan, buildRecord } from '../testing/record-builder.ts';
import { stoppingRule } from './stopping-rule.ts';
import { type RunSummary, summarizeRun } from './summarize.ts';

/** Returns a replication in which somebody waits so long, or nobody comes. */
function waited(waitMs?: number): RunSummary {
  const visits = waitMs === undefined ? [] : [{ joinMs: 0, endMs: waitMs, polls: 1 }];
  return summarizeRun(buildRecord({ visits, endMs: 60_000 }));
}

/** Returns how many of the waits the rule asks for; undefined where they are not enough. */
function stopsAfter(waits: readonly (number | undefined)[], min: number, halfWidth: number) {
  const until = { metric: 'wait.mean', halfWidth, level: 0.95 };
  const isEnough = stoppingRule(buildPlan({ random: { seed: 1, replications: { min, max: 99, until } } }));
  const all = waits.map((wait) => waited(wait));
  const stop = all.findIndex((_, i) => isEnough(all.slice(0, i + 1)));
  return stop < 0 ? undefined : stop + 1;
}

it('stops at the first number of replications whose half-width is small enough', () => {
  // 1,000 +- 12.706 x 141.4 / sqrt 2 = 1,270 after two, +- 4.303 x 100 / sqrt 3 = 248 after three.
  const waits = [900, 1_100, 1_000, 1_000];
  expect(stopsAfter(waits, 2, 1_271)).toBe(2);
  expect(stopsAfter(waits, 2, 1_270)).toBe(3);
  expect(stopsAfter(waits, 2, 249)).toBe(3);
  expect(stopsAfter(waits, 2, 100)).toBeUndefined();
});

it('does not stop before the fewest replications, nor before two have the metric', () => {
  expect(stopsAfter([500, 500, 500, 500], 4, 1)).toBe(4);
  expect(stopsAfter([undefined, 500, undefined, 500], 2, 1)).toBe(4);
});

it('never stops where the number is fixed', () => {
  const isEnough = stoppingRule(buildPlan());
  expect(isEnough([waited(500), waited(500), waited(500)])).toBe(false);
});
