import { describe, expect, it } from 'vitest';
import { etaAccuracy } from '../../analysis/eta-accuracy.ts';
import type { EtaFindings } from '../../analysis/findings.ts';
import { quoteTruth } from '../../analysis/quote-truth.ts';
import { summarizeBacktest } from '../../analysis/summarize-backtest.ts';
import type { EstimatorId } from '../../engine/eta/plan.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { Plan } from '../../scenario/plan.ts';
import { backtestText } from '../../testing/backtest-builder.ts';
import { buildClass, buildEta, buildPlan, buildRules } from '../../testing/record-builder.ts';
import { clockOf, steadyArrivals } from '../../testing/run-plan.ts';
import { runLogged } from '../../testing/trace-export.ts';

/** Everybody that can watch without knowing beforehand how patient visitors are. */
const ESTIMATORS: readonly EstimatorId[] = [
  ...(['fixed', 'moving-count', 'ema', 'sliding', 'sliding-fixed', 'ql'] as const),
  ...(['qla', 'les', 'hol', 'kalman-drain', 'fdc', 'oracle'] as const),
];
const BUCKET = { capacityTokens: 20, refillPerSec: 4, clockResolutionMs: 1000 };
const HORIZON_MS = 900_000;

function planOf(mode: 'push' | 'pull', politeShare: number): Plan {
  return buildPlan({
    clock: clockOf(HORIZON_MS),
    arrivals: steadyArrivals(10, 120_000),
    visitors: [
      buildClass({
        politeShare,
        poll: { kind: 'uniform', fromMs: 2000, toMs: 5000 },
        patience: { impatientShare: 0.4, durationMs: { kind: 'exponential', mean: 120_000 } },
      }),
    ],
    admission: buildRules({
      mode,
      bucket: BUCKET,
      ghosts: { heartbeatMs: 300_000, inactiveAfterMs: 15_000, sweepMs: 30_000, skip: true },
      schedule: [{ atMs: 200_500, refillPerSec: 6 }],
    }),
    eta: buildEta({ estimators: ESTIMATORS }),
  });
}

/** What a run says of its quotes without what only a run knows. */
function accuracyOf(record: RunRecord): Readonly<Partial<Record<EstimatorId, EtaFindings>>> {
  const all = etaAccuracy(record, quoteTruth(record));
  const bare = Object.entries(all).map(([id, { claimed: _, byHour: __, defects: ___, ...rest }]) => [
    id,
    rest,
  ]);
  return Object.fromEntries(bare);
}

const ANNOUNCED = [{ atMs: 200_500, refillPerSec: 6 }];
const OPTIONS = { ...BUCKET, estimators: ESTIMATORS, announced: ANNOUNCED };

describe('a simulated run, read back from its log', () => {
  it.each(['push', 'pull'] as const)('gives the same accuracy to the last bit (%s)', (mode) => {
    const { lines, told } = runLogged(planOf(mode, 1));
    const record = backtestText(lines.join('\n'), OPTIONS);
    expect(record.quotes.atMs).toEqual(told.quotes.atMs);
    expect(record.quotes.position).toEqual(told.quotes.position);
    expect(record.quotes.shownSec).toEqual(told.quotes.shownSec);
    expect(record.settings.unavailable).toEqual([]);
    const { eta } = summarizeBacktest(record);
    expect(eta).toEqual(accuracyOf(told));
    expect(eta.ql?.overall?.quotes).toBeGreaterThan(1000);
  });

  // The log shows silent leavers 15 s late, and who left less than 15 s before its turn or the end not at all.
  it.each(['push', 'pull'] as const)(
    'differs by silent leavers only within a tenth of a point (%s)',
    (mode) => {
      const { lines, told } = runLogged(planOf(mode, 0));
      const { eta } = summarizeBacktest(backtestText(lines.join('\n'), OPTIONS));
      const expected = accuracyOf(told);
      for (const id of ESTIMATORS) {
        const difference = (eta[id]?.overall?.a20 ?? 0) - (expected[id]?.overall?.a20 ?? 0);
        expect(Math.abs(difference), id).toBeLessThan(0.001);
      }
    },
  );

  it('needs no polls: asked at instants of our own, the shares are those of a run that is asked evenly', () => {
    const plan = planOf('push', 1);
    const even = { ...plan.eta, score: { ...plan.eta.score, sampling: 'uniform' as const } };
    const { lines, told } = runLogged({ ...plan, eta: even });
    const bare = lines.filter((line) => !/,(?:poll|refuse),/.test(line));
    const { eta, scoring } = summarizeBacktest(backtestText(bare.join('\n'), OPTIONS));
    expect(scoring.sampling).toBe('uniform');
    const expected = accuracyOf(told);
    for (const id of ESTIMATORS) {
      const difference = (eta[id]?.overall?.a20 ?? 0) - (expected[id]?.overall?.a20 ?? 0);
      expect(Math.abs(difference), id).toBeLessThan(0.05);
    }
  });
});
