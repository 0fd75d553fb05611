import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { type FormatId, PLAIN_PAGE } from '../report/format.ts';
import type { ReplayReport } from '../report/replay/replay-report.ts';
import { REPLAY_WRITERS, replayText } from '../report/replay/replay-writers.ts';
import type { Files } from './host.ts';
import { fillFolder, type OutputFolder } from './output-folder.ts';
import { type FolderManifest, MANIFEST_NAME, manifestText } from './saved-manifest.ts';

/**
 * Writes the report of a replay in its formats and its manifest; returns the report with the names of its files.
 * @throws TacosError with exit code 8
 */
export function saveReplay(
  files: Files,
  folder: OutputFolder,
  report: ReplayReport,
  formats: readonly FormatId[],
): ReplayReport {
  const tables = formats.includes('csv') ? REPLAY_WRITERS.csv.write(report, PLAIN_PAGE) : [];
  const single = formats.filter((id) => id !== 'csv').map((id) => REPLAY_WRITERS[id]);
  const names = [...single.map(({ fileName }) => fileName), MANIFEST_NAME, ...tables.map(({ name }) => name)];
  const saved: ReplayReport = { ...report, saved: { folder: posix.normalize(folder.path), names } };
  const findingsDigest = createHash('sha256').update(replayText(report)).digest('hex');
  const manifest: FolderManifest & { readonly findingsDigest: string } = {
    tacosManifest: 1,
    ...report.manifest,
    findingsDigest,
    files: names,
  };
  fillFolder(files, folder, [
    { name: MANIFEST_NAME, content: manifestText(manifest) },
    ...single.flatMap((writer) => writer.write(saved, PLAIN_PAGE)),
    ...tables,
  ]);
  return saved;
}
