import { PLAIN_PAGE } from '../../report/format.ts';
import { annotations } from '../../report/gate/annotations.ts';
import type { GateReport } from '../../report/gate/gate-report.ts';
import { gateJson, gateLastLine, gateMarkdown, gateText } from '../../report/gate/gate-writers.ts';
import { junitText } from '../../report/gate/junit.ts';
import type { Host } from '../host.ts';
import { abandonFolder, fillFolder, type OutputFolder, openFolder } from '../output-folder.ts';
import { pageOf } from '../print-report.ts';
import { type FolderManifest, MANIFEST_NAME, manifestText } from '../saved-manifest.ts';
import { type WritableFile, writableFile } from './writable-file.ts';

/** Where the report of a gate goes beside stdout. */
export interface DeliveryOptions {
  readonly junit?: string;
  /** Folder for report.md and gate.json. */
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Files that a gate's report goes to, known to be writable before the first run. */
export interface Delivery {
  readonly junit: WritableFile | undefined;
  readonly folder: OutputFolder | undefined;
}

/** Opens the files of a report. @throws TacosError with exit code 8, or 2 for a folder that tacos did not make */
export function openDelivery({ junit, out, force }: DeliveryOptions, host: Host): Delivery {
  const folder = out === undefined ? undefined : openFolder(host.files, out, force);
  try {
    return { folder, junit: junit === undefined ? undefined : writableFile(host.files, junit) };
  } catch (error) {
    if (folder !== undefined) abandonFolder(host.files, folder);
    throw error;
  }
}

/** Leaves the disk as it was. */
export function abandonDelivery({ junit, folder }: Delivery, host: Host): void {
  junit?.abandon();
  if (folder !== undefined) abandonFolder(host.files, folder);
}

/**
 * Writes the report to its files, to the summary and the annotations of a GitHub step where it runs in one, and last to
 * stdout, which ends with the verdict.
 */
export function deliver(
  report: GateReport,
  { junit, folder }: Delivery,
  options: DeliveryOptions,
  host: Host,
): void {
  junit?.write(junitText(report));
  if (folder !== undefined) save(report, folder, host);
  appendSummary(report, host);
  if (host.env.GITHUB_ACTIONS === 'true') host.stderr.write(annotations(report));
  if (options.json) host.stdout.write(gateJson(report));
  else if (options.quiet) host.stdout.write(gateLastLine(report, pageOf(host)));
  else host.stdout.write(gateText(report, pageOf(host)));
}

function save(report: GateReport, folder: OutputFolder, host: Host): void {
  const content = [
    { name: 'report.md', content: gateMarkdown(report) },
    { name: 'report.txt', content: gateText(report, PLAIN_PAGE) },
    { name: 'gate.json', content: gateJson(report) },
  ];
  const { places: _, ...rest } = report.manifest;
  const manifest: FolderManifest & Record<string, unknown> = {
    tacosManifest: 1,
    kind: 'gate',
    ...rest,
    files: [...content.map(({ name }) => name), MANIFEST_NAME],
  };
  fillFolder(host.files, folder, [...content, { name: MANIFEST_NAME, content: manifestText(manifest) }]);
}

/** A summary that cannot be written is no reason to fail a gate that has its verdict. */
function appendSummary(report: GateReport, { env, files, stderr }: Host): void {
  const path = env.GITHUB_STEP_SUMMARY;
  if (path === undefined || path === '') return;
  try {
    const before = files.kind(path) === 'file' ? new TextDecoder().decode(files.read(path)) : '';
    files.write(path, before + gateMarkdown(report));
  } catch (error) {
    stderr.write(
      `tacos: the step summary cannot be written: ${error instanceof Error ? error.message : error}\n`,
    );
  }
}
