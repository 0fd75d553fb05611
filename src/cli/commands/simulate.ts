import { runMetrics } from '../../analysis/run-metrics.ts';
import type { ExitCode } from '../../errors.ts';
import type { FormatId } from '../../report/format.ts';
import type { Report } from '../../report/report.ts';
import type { ReplicationRow } from '../../result/replications.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { Plan } from '../../scenario/plan.ts';
import { chooseStdout } from '../choose-stdout.ts';
import type { Host } from '../host.ts';
import { makeReport, runFacts } from '../make-report.ts';
import { abandonFolder, openFolder } from '../output-folder.ts';
import { DEFAULT_FORMATS, parseFormats } from '../parse-formats.ts';
import { printLastLine, printReport } from '../print-report.ts';
import { type Replications, replicate } from '../replicate.ts';
import { saveReport } from '../save-report.ts';
import { sourceReader } from '../source-reader.ts';

/** Options of `tacos simulate` as the command line gives them. */
export interface SimulateOptions {
  readonly overrides: readonly string[];
  readonly seed?: number;
  readonly replications?: number;
  /** Folder for the files; default reports/NAME. */
  readonly out?: string;
  readonly write: boolean;
  readonly json: boolean;
  /** Comma-separated ids of formats. */
  readonly format?: string;
  /** `-`: the format on stdout in place of the terminal report. */
  readonly output?: string;
  readonly quiet: boolean;
  /** Worker threads; absent: as many as the machine has. */
  readonly workers?: number;
  readonly force: boolean;
  readonly reproducible: boolean;
}

/**
 * Runs a scenario, writes the files of its report and prints it. Returns 0, 3 when a threshold failed, 130 or 143 when
 * it was stopped. @throws ScenarioError and TacosError before the run for bad input (2) and unwritable output (8).
 */
export async function runSimulate(file: string, options: SimulateOptions, host: Host): Promise<ExitCode> {
  const formats = options.format === undefined ? undefined : parseFormats(options.format);
  const stdoutFormat = chooseStdout(options, formats);
  const plan = loadPlan(file, options, host);
  const report = await runAndSave(plan, { ...options, formats: formats ?? DEFAULT_FORMATS }, host);
  if (options.quiet && stdoutFormat === 'terminal') printLastLine(host, report);
  else printReport(host, report, stdoutFormat);
  return report.exitCode;
}

/** What running and saving need to know. */
export interface RunOptions {
  readonly out?: string;
  readonly write: boolean;
  readonly formats: readonly FormatId[];
  readonly quiet: boolean;
  readonly workers?: number;
  readonly force: boolean;
  readonly reproducible: boolean;
  /** Returns whether a report is worth saving; may refuse it by throwing. Absent: every report is. */
  readonly accept?: (report: Report) => boolean;
}

/** Returns the report of a plan that was run, with its files written unless `write` is off. */
export async function runAndSave(plan: Plan, options: RunOptions, host: Host): Promise<Report> {
  const path = options.out ?? `reports/${plan.name}`;
  const folder = options.write ? openFolder(host.files, path, options.force) : undefined;
  try {
    const run = await replicate(plan, options, host);
    const facts = options.reproducible ? undefined : runFacts(run, host.machine);
    const report = makeReport(plan, run, facts);
    const worthSaving = options.accept?.(report) ?? true;
    if (folder === undefined) return report;
    if (worthSaving) return saveReport(host.files, folder, report, rowsOf(plan, run), options.formats);
    abandonFolder(host.files, folder);
    return report;
  } catch (error) {
    if (folder !== undefined) abandonFolder(host.files, folder);
    throw error;
  }
}

/** Returns the metrics of each replication that was run to its end. */
function rowsOf(plan: Plan, { summaries }: Replications): readonly ReplicationRow[] {
  return summaries.map((summary) => ({
    replication: summary.replication,
    metrics: runMetrics(plan, summary),
  }));
}

function loadPlan(file: string, options: SimulateOptions, host: Host): Plan {
  const { overrides, seed, replications } = options;
  const all = replications === undefined ? overrides : [...overrides, `random.replications=${replications}`];
  return loadScenario(file, { overrides: all, ...(seed === undefined ? {} : { seed }) }, sourceReader(host));
}
