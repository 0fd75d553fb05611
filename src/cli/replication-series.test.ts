import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stoppingRule } from '../analysis/stopping-rule.ts';
import { summarizeRun } from '../analysis/summarize.ts';
import { buildPlan, buildRecord } from '../testing/record-builder.ts';
import { ReplicationSeries } from './replication-series.ts';
import type { RunTask, Worked } from './run-task.ts';

const MIN = 3;
const MAX = 12;

/** A plan that stops once the mean wait is known to 200 ms. */
const PLAN = buildPlan({
  random: {
    seed: 1,
    replications: {
      min: MIN,
      max: MAX,
      until: { metric: 'wait.mean', halfWidth: 200, level: 0.95 },
    },
  },
});

const SUMMARY = summarizeRun(buildRecord({ visits: [{ joinMs: 0, endMs: 1 }], endMs: 60_000 }));

/** Returns a whole replication with a mean wait. */
function work(replication: number, waitMs: number): Worked {
  const findings = { ...SUMMARY.findings, wait: { meanMs: waitMs } };
  return { isWhole: true, result: { summary: { ...SUMMARY, replication, findings } } };
}

/** Runs a series on so many lanes; `pick` says which of the running tasks ends next. Returns the replications kept. */
function runSeries(waitsMs: readonly number[], lanes: number, pick: (running: number) => number) {
  const series = new ReplicationSeries(PLAN, { name: '', keepFirst: false });
  const running: RunTask[] = [];
  let ahead = 0;
  for (;;) {
    while (running.length < lanes) {
      const task = series.next(lanes);
      if (task === undefined) break;
      running.push(task);
    }
    if (running.length === 0) break;
    const oldest = Math.min(...running.map(({ replication }) => replication));
    ahead = Math.max(
      ahead,
      ...running.map(({ replication }) => (replication < MIN ? 0 : replication - oldest)),
    );
    const [task] = running.splice(pick(running.length), 1);
    if (series.isObsolete(task!)) series.finish(task!, { isWhole: false });
    else series.finish(task!, work(task!.replication, waitsMs[task!.replication]!));
  }
  return { kept: series.summaries.map(({ replication }) => replication), ahead, series };
}

describe('a series of replications', () => {
  it('stops where it would stop on one lane, whatever ends first, and runs ahead by no more than the lanes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 500, max: 1_500 }), { minLength: MAX, maxLength: MAX }),
        fc.integer({ min: 2, max: 6 }),
        fc.infiniteStream(fc.nat(5)),
        (waitsMs, lanes, picks) => {
          const alone = runSeries(waitsMs, 1, () => 0);
          const together = runSeries(waitsMs, lanes, (running) => picks.next().value! % running);
          expect(together.kept).toEqual(alone.kept);
          expect(together.ahead).toBeLessThan(lanes);
          expect(together.series.isComplete).toBe(true);
        },
      ),
    );
  });

  it('is as long as the rule says for its first replications', () => {
    const waitsMs = [1_000, 1_400, 600, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000];
    const { kept } = runSeries(waitsMs, 4, () => 0);
    const summaries = waitsMs.map((waitMs, i) => work(i, waitMs).result!.summary);
    const isEnough = stoppingRule(PLAN);
    const first = summaries.findIndex((_, i) => isEnough(summaries.slice(0, i + 1)));
    expect(kept).toHaveLength(first + 1);
    expect(first + 1).toBeGreaterThan(MIN);
    expect(first + 1).toBeLessThan(MAX);
  });

  it('keeps whole replications in order and the first as far as it came', () => {
    const series = new ReplicationSeries(PLAN, { name: '', keepFirst: true });
    const tasks = [0, 1, 2].map(() => series.next(3)!);
    expect(tasks.map(({ keepRecord, keepPartial }) => [keepRecord, keepPartial])).toEqual([
      [true, true],
      [undefined, undefined],
      [undefined, undefined],
    ]);
    series.finish(tasks[2]!, work(2, 900));
    const record = buildRecord({ interruptedAtMs: 5_000, endMs: 5_000 });
    series.finish(tasks[0]!, { isWhole: false, result: { summary: summarizeRun(record), record } });
    series.finish(tasks[1]!, { isWhole: false });
    expect(series.summaries.map(({ replication }) => replication)).toEqual([2]);
    expect(series.first?.record).toBe(record);
    expect(series.isComplete).toBe(false);
  });

  it('says what it is doing', () => {
    const series = new ReplicationSeries(PLAN, { name: 'faster', keepFirst: false });
    expect(series.next(1)?.label).toBe('faster, replication 1 of 12');
    const single = new ReplicationSeries(buildPlan(), { name: '', keepFirst: false });
    expect(single.next(1)?.label).toBe('');
  });
});
