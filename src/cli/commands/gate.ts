import { gatedMetrics } from '../../analysis/gate/gated-metric.ts';
import { judgeGate, type SeedPair } from '../../analysis/gate/judge-gate.ts';
import type { SeedValues } from '../../analysis/gate/seed-values.ts';
import { EXIT, type ExitCode, TacosError } from '../../errors.ts';
import type { GateReport } from '../../report/gate/gate-report.ts';
import { loadScenario } from '../../scenario/load.ts';
import { type Base, baseFromCommit, baseFromFile, type GateSubject } from '../gate/base.ts';
import { abandonDelivery, type DeliveryOptions, deliver, openDelivery } from '../gate/deliver-gate.ts';
import { gateReport } from '../gate/gate-report.ts';
import { gateOf } from '../gate/gate-seeds.ts';
import { runSeeds } from '../gate/run-seeds.ts';
import type { Host } from '../host.ts';
import type { TaskOptions } from '../run-tasks.ts';
import { sourceReader } from '../source-reader.ts';

/** Options of `tacos gate` as the command line gives them. */
export interface GateOptions extends TaskOptions, DeliveryOptions {
  readonly overrides: readonly string[];
  /** Baseline file. */
  readonly baseline?: string;
  /** Commit to run here in place of a baseline file. */
  readonly rebase?: string;
  /** FROM..TO in place of the scenario's seeds. */
  readonly seeds?: string;
  /** An inconclusive gate ends in exit code 4. */
  readonly strict: boolean;
  readonly quiet: boolean;
}

/**
 * Compares a scenario's accuracy with its baseline, seed by seed. Returns 0, 3 where it got worse, 4 where that is not
 * known and `strict` is on, 130 or 143 when it was stopped.
 * @throws ScenarioError and TacosError for bad input (2), a baseline that is missing or not comparable (5), unwritable
 * output (8)
 */
export async function runGate(file: string, options: GateOptions, host: Host): Promise<ExitCode> {
  const { baseline, rebase } = options;
  if ((baseline === undefined) === (rebase === undefined)) throw oneBase();
  const plan = loadScenario(file, { overrides: options.overrides }, sourceReader(host));
  const gate = gateOf(plan, options.seeds);
  const judged = gatedMetrics(plan, gate).filter(({ role }) => role !== 'shown');
  const subject = { file, plan, gate, judged };
  const fromFile = baseline === undefined ? undefined : baseFromFile(baseline, subject, host);
  const delivery = openDelivery(options, host);
  try {
    const base = fromFile ?? (await baseFromCommit(subject, { ...options, ref: rebase ?? '' }, host));
    if ('stoppedBy' in base) {
      abandonDelivery(delivery, host);
      host.stderr.write('tacos: stopped before the first look; no verdict\n');
      return base.stoppedBy;
    }
    const report = await look(subject, base, options, host);
    deliver(report, delivery, options, host);
    return report.exitCode;
  } catch (error) {
    abandonDelivery(delivery, host);
    throw error;
  }
}

/** Runs the seeds of the first look, and where they cannot decide those of the second, once. */
async function look(subject: GateSubject, base: Base, options: GateOptions, host: Host): Promise<GateReport> {
  const { plan, gate } = subject;
  const metrics = gatedMetrics(plan, gate);
  const looks = gate.topUp.length === 0 ? 1 : 2;
  const { strict } = options;
  const course = { subject, base, strict, ...(options.seeds === undefined ? {} : { range: options.seeds }) };
  const values: SeedValues[] = [];
  for (const [i, seeds] of [gate.seeds, gate.topUp].entries()) {
    const { values: fresh, stoppedBy } = await runSeeds(plan, gate, seeds, options, host);
    values.push(...fresh);
    const findings = judgeGate(pairsOf(base, values), metrics, { look: i + 1, looks });
    const report = gateReport({
      ...course,
      findings,
      seeds: values.map(({ seed }) => seed),
      ...(stoppedBy === undefined ? {} : { stoppedBy }),
    });
    if (stoppedBy !== undefined || findings.verdict !== 'inconclusive' || i + 1 === looks) return report;
    if (!options.quiet)
      host.stderr.write(`tacos: inconclusive after ${values.length} seeds; adding ${gate.topUp.length}\n`);
  }
  throw new RangeError('a gate has a last look');
}

function pairsOf({ baseline }: Base, values: readonly SeedValues[]): readonly SeedPair[] {
  const before = new Map(baseline.seeds.map((each) => [each.seed, each]));
  return values.flatMap((after) => {
    const old = before.get(after.seed);
    return old === undefined ? [] : [{ before: old, after }];
  });
}

function oneBase(): TacosError {
  return new TacosError(
    'gate-base',
    'a gate needs either a baseline file or a commit to compare with',
    EXIT.usage,
    '--baseline FILE, or --rebase REF',
  );
}
