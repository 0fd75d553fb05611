import { posix } from 'node:path';
import type { ComparedSide } from '../../analysis/compare/compared-side.ts';
import { withDisplayed } from '../../analysis/compare/displayed-metrics.ts';
import { runMetrics } from '../../analysis/run-metrics.ts';
import { summarizeRun } from '../../analysis/summarize.ts';
import { EXIT, ScenarioError, TacosError } from '../../errors.ts';
import { decodeReplications, type SavedReplications } from '../../result/replications.ts';
import { decodeRun } from '../../result/run-json.ts';
import type { RunRecord } from '../../result/run-record.ts';
import { VERSION } from '../../version.ts';
import type { Host } from '../host.ts';
import { MANIFEST_NAME, readSavedManifest } from '../saved-manifest.ts';

const RUN_NAME = 'run.json';
const REPLICATIONS_NAME = 'replications.json';

/** A side of a comparison that was read from files. */
export interface SavedSide {
  readonly side: ComparedSide;
  readonly scenarioHash: string;
}

/** Whether a path of the command line means a saved run and not a scenario. */
export function isSaved(path: string, host: Host): boolean {
  return path.endsWith('.json') || host.files.kind(path) === 'directory';
}

/**
 * Returns the runs that a folder of reports holds, or its manifest or one of its files: every replication where there are
 * several, else the one run.
 * @throws ScenarioError (2) where it holds no run, or a broken one; TacosError (5) for one of another version
 */
export function readSavedSide(path: string, host: Host): SavedSide {
  const folder = host.files.kind(path) === 'directory' ? path : posix.dirname(path);
  const manifest = readSavedManifest(host.files, posix.join(folder, MANIFEST_NAME));
  if (manifest !== undefined) checkVersion(path, manifest.version);
  const record = readIf(posix.join(folder, RUN_NAME), decodeRun, host);
  const saved = readIf(posix.join(folder, REPLICATIONS_NAME), decodeReplications, host);
  if (saved !== undefined) checkVersion(path, saved.version);
  if (saved !== undefined) return { side: manySide(path, saved, record), scenarioHash: saved.scenarioHash };
  if (record !== undefined) return { side: singleSide(path, record), scenarioHash: record.plan.source.hash };
  throw new ScenarioError([
    {
      code: 'run-missing',
      path,
      got: host.files.kind(folder) === 'missing' ? 'nothing' : 'no run.json and no replications.json',
      expected: 'a scenario, or the folder of a saved run',
      cure: 'tacos compare scenarios/a.yaml reports/b',
    },
  ]);
}

function readIf<T>(path: string, decode: (text: string, file: string) => T, { files }: Host): T | undefined {
  if (files.kind(path) !== 'file') return undefined;
  return decode(new TextDecoder().decode(files.read(path)), path);
}

function manySide(path: string, saved: SavedReplications, record: RunRecord | undefined): ComparedSide {
  const displayed = record?.plan.eta.displayed;
  return {
    name: nameOf(path),
    kind: 'saved',
    seed: saved.seed,
    runs: saved.rows.map(({ replication, metrics }) => ({
      run: replication,
      metrics: withDisplayed(metrics, displayed),
    })),
  };
}

function singleSide(path: string, record: RunRecord): ComparedSide {
  const { plan, replication } = record;
  const metrics = withDisplayed(runMetrics(plan, summarizeRun(record)), plan.eta.displayed);
  return {
    name: nameOf(path),
    kind: 'saved',
    seed: plan.random.seed,
    runs: [{ run: replication, metrics }],
  };
}

function nameOf(path: string): string {
  const name = posix.basename(path);
  return name.endsWith('.json') ? posix.basename(posix.dirname(path)) : name;
}

function checkVersion(path: string, version: string): void {
  if (version === VERSION) return;
  throw new TacosError(
    'not-comparable',
    `${path} was made by tacos ${version}, this is tacos ${VERSION}, whose figures may mean something else`,
    EXIT.baseline,
    'run the scenario again, or compare with the scenario itself',
  );
}
