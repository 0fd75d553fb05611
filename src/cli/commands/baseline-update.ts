import { EXIT, type ExitCode, ScenarioError } from '../../errors.ts';
import { type BaselineReason, encodeBaseline, withReason } from '../../result/baseline.ts';
import { loadScenario } from '../../scenario/load.ts';
import { VERSION } from '../../version.ts';
import { gateOf } from '../gate/gate-seeds.ts';
import { baselineHead, makeBaseline } from '../gate/make-baseline.ts';
import { readBaseline } from '../gate/read-baseline.ts';
import { runSeeds } from '../gate/run-seeds.ts';
import { writableFile } from '../gate/writable-file.ts';
import type { Host } from '../host.ts';
import type { TaskOptions } from '../run-tasks.ts';
import { sourceReader } from '../source-reader.ts';

/** Options of `tacos baseline update` as the command line gives them. */
export interface BaselineUpdateOptions extends TaskOptions {
  readonly out: string;
  readonly reason: string;
  readonly overrides: readonly string[];
  /** FROM..TO in place of the scenario's seeds. */
  readonly seeds?: string;
  /** Replace a file that is no baseline that can be read. */
  readonly force: boolean;
}

/**
 * Runs a scenario on the seeds of its gate and writes their figures, with when and why. Returns 0, or 130 or 143 when it
 * was stopped; nothing is written then.
 * @throws ScenarioError for an empty reason and a bad scenario (2), TacosError where the file cannot be written (8)
 */
export async function runBaselineUpdate(
  file: string,
  options: BaselineUpdateOptions,
  host: Host,
): Promise<ExitCode> {
  const reason = options.reason.trim().replace(/\s+/g, ' ');
  if (reason === '') throw noReason();
  const plan = loadScenario(file, { overrides: options.overrides }, sourceReader(host));
  const gate = gateOf(plan, options.seeds);
  const before = historyOf(options.out, options.force, file, host);
  const target = writableFile(host.files, options.out);
  try {
    const { values, stoppedBy } = await runSeeds(plan, gate, [...gate.seeds, ...gate.topUp], options, host);
    if (stoppedBy !== undefined) {
      target.abandon();
      host.stderr.write(`tacos: stopped; ${options.out} is as it was\n`);
      return stoppedBy;
    }
    const at = new Date(host.clock.epochMs()).toISOString().replace(/\.\d+Z$/, 'Z');
    const history = withReason({ at, version: VERSION, reason }, before);
    target.write(encodeBaseline(makeBaseline(baselineHead(plan, gate, host.machine), values, history)));
    host.stdout.write(
      `WROTE  ${options.out}: ${values.length} seeds of ${plan.name}; review its diff like code\n`,
    );
    return EXIT.ok;
  } catch (error) {
    target.abandon();
    throw error;
  }
}

/** Returns the reasons that a baseline to be replaced remembers. */
function historyOf(path: string, force: boolean, scenario: string, host: Host): readonly BaselineReason[] {
  if (force || host.files.kind(path) === 'missing') return [];
  return readBaseline(path, scenario, host).history;
}

function noReason(): ScenarioError {
  return new ScenarioError([
    {
      code: 'baseline-reason',
      path: '--reason',
      got: 'an empty text',
      expected: 'why the numbers may change, for those who review the diff',
      cure: '--reason "quotes are rounded to 5 s"',
    },
  ]);
}
