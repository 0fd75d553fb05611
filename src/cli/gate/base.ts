import type { GatedMetric } from '../../analysis/gate/gated-metric.ts';
import { EXIT, TacosError } from '../../errors.ts';
import type { BaseOfGate } from '../../report/gate/gate-report.ts';
import type { Baseline } from '../../result/baseline.ts';
import type { GatePlan, Plan } from '../../scenario/plan.ts';
import type { Host } from '../host.ts';
import { changedSections, differences, metricDifferences, missingSeeds } from './comparability.ts';
import { baselineHead } from './make-baseline.ts';
import { notComparable, readBaseline } from './read-baseline.ts';
import { type RebaseOptions, rebase } from './rebase.ts';

/** What the runs of now are compared with, by seed. */
export interface Base {
  readonly baseline: Baseline;
  readonly of: BaseOfGate;
  /** What a reader must know about it. */
  readonly remarks: readonly string[];
}

/** What is to be compared. */
export interface GateSubject {
  readonly file: string;
  readonly plan: Plan;
  readonly gate: GatePlan;
  /** Metrics that are judged. */
  readonly judged: readonly GatedMetric[];
}

/** @throws TacosError with exit code 5 where the file is missing or not comparable, with every reason */
export function baseFromFile(path: string, subject: GateSubject, host: Host): Base {
  const { file, plan, gate, judged } = subject;
  const baseline = readBaseline(path, file, host);
  const seeds = [...gate.seeds, ...gate.topUp];
  const reasons = differences(baseline, baselineHead(plan, gate, host.machine), judged, seeds);
  if (reasons.length > 0) throw notComparable(`${path} is not comparable: ${reasons.join('; ')}`, file, path);
  const [latest] = baseline.history;
  const { version } = baseline;
  return {
    baseline,
    of: { kind: 'file', file: path, version, at: latest?.at ?? '', reason: latest?.reason ?? '' },
    remarks: [],
  };
}

/** Sections that make the crowd: with others, no seed is the same visitors on both sides. */
const CROWD: readonly string[] = ['clock', 'arrivals', 'visitors'];

/**
 * Returns what the scenario comes to at another commit; undefined with the signal where the work was stopped. Rules,
 * estimators and versions may differ, which is what is compared; the crowd may not.
 * @throws TacosError with exit code 5 where it is not comparable or cannot be run, 2 for a ref that is none
 */
export async function baseFromCommit(
  subject: GateSubject,
  options: RebaseOptions,
  host: Host,
): Promise<Base | { readonly stoppedBy: 130 | 143 }> {
  const { file, plan, gate, judged } = subject;
  const result = await rebase(file, options, host);
  if (result.kind === 'stopped') return { stoppedBy: result.code };
  const { baseline, commit } = result;
  const now = baselineHead(plan, gate, host.machine);
  const changed = changedSections(baseline, now);
  const crowd = changed.filter((section) => CROWD.includes(section));
  const reasons = [
    ...(crowd.length === 0
      ? []
      : [`the scenario differs in ${crowd.join(', ')}, so its visitors are others`]),
    ...(baseline.metricDefinitions === now.metricDefinitions ? [] : ['its figures follow other definitions']),
    ...metricDifferences(baseline, judged),
    ...missingSeeds(baseline, [...gate.seeds, ...gate.topUp]),
  ];
  if (reasons.length > 0) {
    throw new TacosError(
      'baseline-differs',
      `${options.ref} (${commit}) is not comparable: ${reasons.join('; ')}`,
      EXIT.baseline,
    );
  }
  const others =
    changed.length === 0 ? [] : [`The scenario itself differs at ${options.ref}: ${changed.join(', ')}.`];
  return {
    baseline,
    of: { kind: 'commit', ref: options.ref, commit, version: baseline.version },
    remarks: others,
  };
}
