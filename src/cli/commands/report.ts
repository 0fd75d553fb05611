import { posix } from 'node:path';
import { summarize } from '../../analysis/summarize.ts';
import { EXIT, type ExitCode, type Problem, ScenarioError, TacosError } from '../../errors.ts';
import { type FormatId, type OutputFile, PLAIN_PAGE } from '../../report/format.ts';
import { WRITERS } from '../../report/registry.ts';
import type { Report } from '../../report/report.ts';
import type { Manifest } from '../../result/manifest.ts';
import { decodeRun } from '../../result/run-json.ts';
import type { Host } from '../host.ts';
import { exitCodeOf, manifestOf } from '../make-report.ts';
import { unwritable } from '../output-folder.ts';
import { parseFormat } from '../parse-formats.ts';
import { printReport } from '../print-report.ts';
import { MANIFEST_NAME, readSavedManifest } from '../saved-manifest.ts';

export interface ReportOptions {
  readonly format: string;
  /** File, `-` for stdout, or a folder for the tables of csv; default stdout. */
  readonly output?: string;
}

/** Width of a text report that goes to a file. */
const FILE_PAGE = { ...PLAIN_PAGE, width: 100 };

/**
 * Writes the report of a saved run in any format. Returns 0, or 3 where a threshold fails.
 * @throws ScenarioError (2) for a file that is not a saved run, TacosError (8) where the output cannot be written
 */
export function runReport(path: string, options: ReportOptions, host: Host): ExitCode {
  const format = parseFormat(options.format);
  const report = readReport(path, host);
  const { replications } = report.manifest;
  if (replications > 1) {
    host.stderr.write(
      `tacos: run.json holds replication 1 of ${replications}; this report is of that one alone\n`,
    );
  }
  if (report.plan.variants.length > 0) {
    host.stderr.write('tacos: run.json holds the scenario as written; its variants are in findings.json\n');
  }
  if (options.output === undefined || options.output === '-') printReport(host, report, format);
  else writeTo(options.output, format, report, host);
  return report.exitCode;
}

function readReport(path: string, host: Host): Report {
  const isFolder = host.files.kind(path) === 'directory';
  const file = isFolder ? posix.join(path, 'run.json') : path;
  const folder = isFolder ? path : posix.dirname(path);
  const kind = host.files.kind(file);
  if (kind !== 'file') throw new ScenarioError([notThere(file, kind)]);
  const record = decodeRun(new TextDecoder().decode(host.files.read(file)), file);
  const findings = summarize([record]);
  const saved = readSavedManifest(host.files, posix.join(folder, MANIFEST_NAME));
  return {
    plan: record.plan,
    findings,
    record,
    variants: [],
    manifest: saved === undefined ? manifestOf(record.plan, 1) : manifestIn(saved),
    exitCode: exitCodeOf([findings]),
    ...(saved === undefined ? {} : { saved: { folder: posix.normalize(folder), names: saved.files } }),
  };
}

/** Returns the part of a saved manifest that belongs to every report. */
function manifestIn(saved: Manifest): Manifest {
  const { version, scenario, scenarioHash, overrides, seed, replications, command, run } = saved;
  const manifest = { version, scenario, scenarioHash, overrides, seed, replications, command };
  return run === undefined ? manifest : { ...manifest, run };
}

function notThere(file: string, kind: 'directory' | 'missing'): Problem {
  return {
    code: 'run-missing',
    path: file,
    got: kind === 'missing' ? 'nothing' : 'a folder',
    expected: 'the run.json of a run, or its folder',
    cure: 'tacos report reports/NAME',
  };
}

function writeTo(output: string, format: FormatId, report: Report, host: Host): void {
  const [first, ...others] = WRITERS[format].write(report, FILE_PAGE);
  const isFolder = others.length > 0;
  if (isFolder && host.files.kind(output) === 'file') {
    const hint = `a folder for the ${others.length + 1} tables, or -o - for the first`;
    throw new TacosError('output-option', `-o ${output} is a file`, EXIT.usage, hint);
  }
  const targets: readonly OutputFile[] = isFolder
    ? [first, ...others].map(({ name, content }) => ({ name: posix.join(output, name), content }))
    : [{ name: output, content: first.content }];
  try {
    if (isFolder) host.files.makeDirectory(output);
    for (const { name, content } of targets) host.files.write(name, content);
  } catch (error) {
    throw unwritable(output, error);
  }
}
