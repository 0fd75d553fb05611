import { posix } from 'node:path';
import { EXIT, type ExitCode, TacosError } from '../../errors.ts';
import { FORMAT_IDS } from '../../report/format.ts';
import { WRITERS } from '../../report/registry.ts';
import type { Report } from '../../report/report.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { Plan } from '../../scenario/plan.ts';
import { VERSION } from '../../version.ts';
import type { Host } from '../host.ts';
import { findingsDigest } from '../make-report.ts';
import { printLastLine, printReport } from '../print-report.ts';
import { loadSavedManifest, type SavedManifest } from '../saved-manifest.ts';
import { sourceReader } from '../source-reader.ts';
import { runAndSave } from './simulate.ts';

export interface RerunOptions {
  /** Folder for the files; default the manifest's own. */
  readonly out?: string;
  readonly write: boolean;
  readonly quiet: boolean;
  /** Worker threads; absent: as many as the machine has. */
  readonly workers?: number;
  readonly force: boolean;
  readonly reproducible: boolean;
}

/**
 * Runs again what a manifest describes, and says whether the findings are the same, byte for byte. Returns the exit code
 * of the run. @throws TacosError with exit code 5 where version, scenario or findings differ; nothing is written then.
 */
export async function runRerun(path: string, options: RerunOptions, host: Host): Promise<ExitCode> {
  const manifest = loadSavedManifest(host.files, path);
  if (manifest.version !== VERSION) {
    throw notComparable(`${path} was made by tacos ${manifest.version}, this is tacos ${VERSION}`);
  }
  if (manifest.live !== undefined) {
    throw notComparable(`${path} is of a live run, which no other run can repeat byte for byte`);
  }
  const plan = loadSamePlan(manifest, host);
  const report = await runAndSave(
    plan,
    {
      ...options,
      out: options.out ?? posix.dirname(path),
      formats: FORMAT_IDS.filter((id) => manifest.files.includes(WRITERS[id].fileName)),
      accept: (fresh) => isWholeAndSame(fresh, manifest),
    },
    host,
  );
  if (options.quiet) printLastLine(host, report);
  else printReport(host, report, 'terminal');
  host.stderr.write(`${sameness(report, manifest)}\n`);
  return report.exitCode;
}

function loadSamePlan(manifest: SavedManifest, host: Host): Plan {
  const { scenario, overrides, seed, scenarioHash } = manifest;
  const plan = loadScenario(scenario, { overrides, seed }, sourceReader(host));
  if (plan.source.hash !== scenarioHash) {
    const hashes = `its hash is ${short(plan.source.hash)}, the manifest's ${short(scenarioHash)}`;
    throw notComparable(`${scenario} has changed since: ${hashes}`);
  }
  return plan;
}

/** A rerun that was stopped must not replace a whole result. */
function isWholeAndSame(report: Report, manifest: SavedManifest): boolean {
  if (report.findings.interrupted) return false;
  const digest = findingsDigest(report);
  if (manifest.interrupted || digest === manifest.findingsDigest) return true;
  throw notComparable(
    `the findings differ: their digest is ${short(digest)}, the manifest's ${short(manifest.findingsDigest)}`,
  );
}

function sameness(report: Report, manifest: SavedManifest): string {
  if (report.findings.interrupted) return 'interrupted: the findings cannot be compared';
  if (manifest.interrupted) return 'the run of the manifest was interrupted: its findings cannot be compared';
  return `same findings, byte for byte: sha256 ${manifest.findingsDigest}`;
}

function notComparable(message: string): TacosError {
  return new TacosError(
    'not-comparable',
    message,
    EXIT.baseline,
    '`tacos simulate` makes a new run of its own',
  );
}

function short(digest: string): string {
  return digest.slice(0, 12);
}
