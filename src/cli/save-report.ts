import { posix } from 'node:path';
import { type FormatId, PLAIN_PAGE } from '../report/format.ts';
import { WRITERS } from '../report/registry.ts';
import type { Report } from '../report/report.ts';
import { withoutRun } from '../result/manifest.ts';
import { encodeReplications, type ReplicationRow } from '../result/replications.ts';
import { encodeRun } from '../result/run-json.ts';
import type { Files } from './host.ts';
import { findingsDigest } from './make-report.ts';
import { fillFolder, type OutputFolder, type SavedFile } from './output-folder.ts';
import { MANIFEST_NAME, manifestText, type SavedManifest } from './saved-manifest.ts';

const RUN_NAME = 'run.json';
const REPLICATIONS_NAME = 'replications.json';

/**
 * Writes a report in its formats, the record of the first replication, the metrics of each where there are several, and
 * the manifest; returns the report with the names of its files. What depends on the machine and the day stands in
 * findings.json and manifest.json only.
 * @throws TacosError with exit code 8
 */
export function saveReport(
  files: Files,
  folder: OutputFolder,
  report: Report,
  rows: readonly ReplicationRow[],
  formats: readonly FormatId[],
): Report {
  const tables = formats.includes('csv') ? WRITERS.csv.write(report, PLAIN_PAGE) : [];
  const single = formats.filter((id) => id !== 'csv');
  const names = [
    ...single.map((id) => WRITERS[id].fileName),
    RUN_NAME,
    ...(rows.length > 1 ? [REPLICATIONS_NAME] : []),
    MANIFEST_NAME,
    ...tables.map(({ name }) => name),
  ];
  const saved: Report = { ...report, saved: { folder: posix.normalize(folder.path), names } };
  const timeless: Report = { ...saved, manifest: withoutRun(saved.manifest) };
  const content: SavedFile[] = [
    { name: MANIFEST_NAME, content: manifestText(savedManifest(saved, names)) },
    { name: RUN_NAME, content: encodeRun(report.record) },
    ...(rows.length > 1 ? [{ name: REPLICATIONS_NAME, content: replicationsText(report, rows) }] : []),
    ...single.flatMap((id) => WRITERS[id].write(id === 'json' ? saved : timeless, PLAIN_PAGE)),
    ...tables,
  ];
  fillFolder(files, folder, content);
  return saved;
}

function replicationsText({ manifest }: Report, rows: readonly ReplicationRow[]): string {
  const { scenario, scenarioHash, version, seed } = manifest;
  return encodeReplications({ scenario, scenarioHash, version, seed, rows });
}

function savedManifest(report: Report, names: readonly string[]): SavedManifest {
  const { run, ...manifest } = report.manifest;
  return {
    tacosManifest: 1,
    ...manifest,
    findingsDigest: findingsDigest(report),
    interrupted: report.findings.interrupted,
    files: names,
    ...(run === undefined ? {} : { run }),
  };
}
