import { beforeAll, describe, expect, it } from 'vitest';
import { etaAccuracy } from '../analysis/eta-accuracy.ts';
import type { Phase } from '../analysis/findings.ts';
import { quoteTruth } from '../analysis/quote-truth.ts';
import type { EstimatorId } from '../engine/eta/plan.ts';
import { loadScenario } from '../scenario/load.ts';
import { meanInterval } from '../statistics/output-analysis.ts';
import { runPlan } from '../testing/run-plan.ts';
import { nodeHost } from './node-host.ts';
import { sourceReader } from './source-reader.ts';

const IDS: readonly EstimatorId[] = ['ql', 'qla', 'kalman-drain', 'fdc', 'fdc-prior'];
const REPLICATIONS = 4;
/** The bench with people who leave at a fifth of its size, once for each replication. */
function a20s(): readonly Readonly<Partial<Record<EstimatorId, Partial<Record<Phase, number>>>>>[] {
  const overrides = [
    'thresholds=[]',
    `eta.estimators=[${IDS.join(', ')}]`,
    'eta.displayed=ql',
    'arrivals.phases.opening.flash.peak=6k/s',
    'clock.horizon=15m',
  ];
  const plan = loadScenario('scenarios/eta-b50-ab.yaml', { overrides }, sourceReader(nodeHost()));
  return Array.from({ length: REPLICATIONS }, (_, replication) => {
    const record = runPlan(plan, { replication });
    const found = etaAccuracy(record, quoteTruth(record));
    return Object.fromEntries(
      IDS.map((id) => {
        const phases = Object.entries(found[id]?.phases ?? {});
        return [id, Object.fromEntries(phases.map(([phase, { a20 }]) => [phase, a20]))];
      }),
    );
  });
}

/** The lower end of the 95 % interval of the mean. */
function low(values: readonly number[]): number {
  const interval = meanInterval(values);
  return interval?.halfWidth === undefined ? Number.NaN : interval.mean - interval.halfWidth;
}

describe('the table of estimators: 60,000 visitors, 50/s, three in ten leave in silence after 180 s on average', () => {
  let runs: ReturnType<typeof a20s> = [];
  beforeAll(() => {
    runs = a20s();
  }, 120_000);
  const of = (id: EstimatorId, phase: Phase): readonly number[] =>
    runs.map((run) => run[id]?.[phase] ?? Number.NaN);
  const gain = (id: EstimatorId, over: EstimatorId, phase: Phase): readonly number[] =>
    of(id, phase).map((a20, i) => a20 - of(over, phase)[i]!);

  it('fdc passes 61 % in the first minute without a prior, and 95 % from then on', () => {
    expect(low(of('fdc', 'cold'))).toBeGreaterThan(0.61);
    expect(low(of('fdc', 'warm'))).toBeGreaterThan(0.95);
    expect(low(of('fdc', 'steady'))).toBeGreaterThan(0.95);
  });

  it('fdc-prior knows from the start what fdc has to learn', () => {
    for (const phase of ['cold', 'warm', 'steady'] as const)
      expect(low(of('fdc-prior', phase))).toBeGreaterThan(0.97);
    expect(low(gain('fdc-prior', 'fdc', 'cold'))).toBeGreaterThan(0);
  });

  it('whoever counts all who are ahead is far behind in the first minute', () => {
    expect(low(gain('fdc', 'ql', 'cold'))).toBeGreaterThan(0.2);
    expect(low(gain('fdc', 'kalman-drain', 'cold'))).toBeGreaterThan(0.2);
    expect(low(gain('qla', 'ql', 'cold'))).toBeGreaterThan(0);
  });
});
