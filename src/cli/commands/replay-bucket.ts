import { posix } from 'node:path';
import { EXIT, type ExitCode, type Problem, ScenarioError, TacosError } from '../../errors.ts';
import { BucketTraceCheck } from '../../replay/bucket/check-bucket-trace.ts';
import { BucketReplay } from '../../replay/bucket/replay-bucket.ts';
import {
  type BucketReport,
  bucketText,
  composeBucket,
  composeBucketEnding,
} from '../../report/bucket/compose-bucket.ts';
import { documentText } from '../../report/writers/document-text.ts';
import type { BucketManifest } from '../../result/bucket-record.ts';
import { VERSION } from '../../version.ts';
import { type BucketFlags, type ReadBucketFlags, readBucketFlags } from '../bucket-flags.ts';
import type { Host, OpenFile } from '../host.ts';
import { unwritable } from '../output-folder.ts';
import { pageOf } from '../print-report.ts';
import { quoteWord } from '../quote-word.ts';
import { missingTrace, type Reading, readTrace, refuseStopped } from '../read-trace.ts';

/** Options of `tacos replay bucket` as the command line gives them. */
export interface ReplayBucketOptions extends BucketFlags {
  /** File for the decisions; `-`, the default, is stdout. */
  readonly output?: string;
  /** Print the counts as JSON, and decisions only where they go to a file. */
  readonly json: boolean;
  readonly quiet: boolean;
  readonly force: boolean;
}

/**
 * Asks a token bucket for every recorded request and writes its decisions as CSV, row by row, then what they come to. Returns
 * 0, or the code of the signal that ended the second reading.
 * @throws ScenarioError and TacosError for bad input (2) and unwritable output (8)
 */
export async function runReplayBucket(
  file: string,
  options: ReplayBucketOptions,
  host: Host,
): Promise<ExitCode> {
  const { flags, reading } = await check(file, options, host);
  const path = options.output === undefined || options.output === '-' ? undefined : options.output;
  const out = path === undefined ? undefined : openDecisions(path, file, options.force, host);
  const toStdout = out === undefined && !options.json;
  const write = (text: string) => {
    if (path !== undefined) tryWriting(path, () => out?.write(text));
    else if (toStdout) host.stdout.write(text);
  };
  const replay = new BucketReplay(file, flags, write);
  const part = { number: 2, of: 2, label: 'replaying', quiet: options.quiet };
  const reader = {
    push: (chunk: Uint8Array) => replay.push(chunk),
    settle: () => host.stdout.drain(),
    get isDone() {
      return toStdout && host.stdout.closed;
    },
  };
  const { stoppedBy } = await readTrace(file, reader, host, part);
  // Whoever read the decisions has gone, and with them the end of the recording.
  if (reader.isDone) return EXIT.ok;
  const record = replay.record(stoppedBy !== undefined);
  if (path !== undefined) tryWriting(path, () => out?.close());
  const manifest = manifestOf(file, options, reading);
  print({ record, manifest, exitCode: stoppedBy ?? EXIT.ok }, options, toStdout, host);
  return stoppedBy ?? EXIT.ok;
}

/** Reads the requests for the first time. @throws ScenarioError with every problem of flags and recording */
async function check(
  file: string,
  options: ReplayBucketOptions,
  host: Host,
): Promise<{ readonly flags: ReadBucketFlags; readonly reading: Reading }> {
  const problems: Problem[] = [];
  const flags = readBucketFlags(options, problems);
  problems.push(...missingTrace(host, file, 'recorded requests'));
  if (host.files.kind(file) !== 'file' || host.files.sizeBytes(file) === 0) throw new ScenarioError(problems);
  const checker = new BucketTraceCheck(file, flags?.ignored ?? []);
  const part = { number: 1, of: 2, label: 'checking', quiet: options.quiet };
  const reading = await readTrace(file, checker, host, part);
  refuseStopped(reading);
  checker.end();
  problems.push(...checker.problems.all);
  if (problems.length > 0 || flags === undefined) throw new ScenarioError(problems);
  return { flags, reading };
}

/** Opens the file of the decisions. @throws TacosError where there is one already (2) or it cannot be written (8) */
function openDecisions(path: string, trace: string, force: boolean, { files, cwd }: Host): OpenFile {
  if (posix.resolve(cwd, path) === posix.resolve(cwd, trace)) {
    throw new TacosError(
      'output-foreign',
      `${path} is the recording itself`,
      EXIT.usage,
      'another file with -o',
    );
  }
  if (files.kind(path) !== 'missing' && !force) {
    const message = `${path} is there already, so it is not replaced`;
    throw new TacosError('output-foreign', message, EXIT.usage, 'another file with -o, or --force');
  }
  return tryWriting(path, () => files.open(path));
}

function tryWriting<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** The summary goes where the decisions do not. */
function print(report: BucketReport, options: ReplayBucketOptions, toStdout: boolean, host: Host): void {
  if (options.json) {
    host.stdout.write(bucketText(report));
    return;
  }
  if (toStdout && options.quiet) return;
  const page = toStdout ? { ...pageOf(host), color: false } : pageOf(host);
  const document = options.quiet ? composeBucketEnding(report) : composeBucket(report);
  (toStdout ? host.stderr : host.stdout).write(documentText(document, page));
}

function manifestOf(file: string, options: ReplayBucketOptions, { hash, bytes }: Reading): BucketManifest {
  const flag = (name: string, value: string | undefined, usual?: string) =>
    value === undefined || value === usual ? [] : [name, value];
  const words = [
    ...['tacos', 'replay', 'bucket', file],
    ...flag('--capacity', options.capacity),
    ...flag('--refill', options.refill),
    ...flag('--clock-resolution', options.clockResolution, '1ms'),
    ...flag('--initial', options.initial),
    ...flag('--ignore', options.ignore),
  ];
  return {
    version: VERSION,
    kind: 'replay-bucket',
    trace: file,
    traceHash: hash,
    traceBytes: bytes,
    command: words.map(quoteWord).join(' '),
  };
}
