import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { type FormatId, PLAIN_PAGE, type Writer } from '../report/format.ts';
import type { SavedFiles } from '../report/report.ts';
import type { Files } from './host.ts';
import { fillFolder, type OutputFolder } from './output-folder.ts';
import { type FolderManifest, MANIFEST_NAME, manifestText } from './saved-manifest.ts';

/** What a report of a replay has, whatever was replayed. */
interface SavedSubject {
  readonly manifest: object;
  readonly saved?: SavedFiles;
}

/**
 * Writes the report of a replay in its formats and its manifest; returns the report with the names of its files.
 * @throws TacosError with exit code 8
 */
export function saveReplay<Subject extends SavedSubject>(
  files: Files,
  folder: OutputFolder,
  report: Subject,
  formats: readonly FormatId[],
  writers: Readonly<Record<FormatId, Writer<Subject>>>,
): Subject {
  const tables = formats.includes('csv') ? writers.csv.write(report, PLAIN_PAGE) : [];
  const single = formats.filter((id) => id !== 'csv').map((id) => writers[id]);
  const names = [...single.map(({ fileName }) => fileName), MANIFEST_NAME, ...tables.map(({ name }) => name)];
  const saved: Subject = { ...report, saved: { folder: posix.normalize(folder.path), names } };
  const [{ content: findings }] = writers.json.write(report, PLAIN_PAGE);
  const manifest: FolderManifest & { readonly findingsDigest: string } = {
    tacosManifest: 1,
    ...report.manifest,
    findingsDigest: createHash('sha256').update(findings).digest('hex'),
    files: names,
  };
  fillFolder(files, folder, [
    { name: MANIFEST_NAME, content: manifestText(manifest) },
    ...single.flatMap((writer) => writer.write(saved, PLAIN_PAGE)),
    ...tables,
  ]);
  return saved;
}
