import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { summarizeReplay } from '../../analysis/replay-findings.ts';
import { EXIT, type ExitCode, type Problem, ScenarioError, TacosError } from '../../errors.ts';
import type { Candidate } from '../../replay/metric-needs.ts';
import { readHpaTrace } from '../../replay/read-hpa-trace.ts';
import { type HpaReplay, replayHpa } from '../../replay/replay-hpa.ts';
import type { ReplayReport } from '../../report/replay/replay-report.ts';
import { REPLAY_WRITERS, replayLastLine } from '../../report/replay/replay-writers.ts';
import type { ReplayManifest } from '../../result/replay-manifest.ts';
import { readHpaManifest } from '../../scenario/manifest/hpa-manifest.ts';
import { MAX_TRACE_BYTES, readSource } from '../../scenario/source.ts';
import { VERSION } from '../../version.ts';
import { chooseStdout, type StdoutOptions } from '../choose-stdout.ts';
import type { Host } from '../host.ts';
import { abandonFolder, openFolder } from '../output-folder.ts';
import { DEFAULT_FORMATS, parseFormats } from '../parse-formats.ts';
import { pageOf, printWith } from '../print-report.ts';
import { quoteWord } from '../quote-word.ts';
import { type ReplayFlags, readReplayFlags } from '../replay-flags.ts';
import { saveReplay } from '../save-replay.ts';
import { sourceReader } from '../source-reader.ts';

/** Options of `tacos replay hpa` as the command line gives them. */
export interface ReplayHpaOptions extends ReplayFlags, StdoutOptions {
  /** Manifests of autoscalers, one or two. */
  readonly hpa: readonly string[];
  readonly metric?: string;
  readonly gaps: 'refuse' | 'allow';
  /** Folder for the files; default reports/replay-NAME. */
  readonly out?: string;
  readonly write: boolean;
  readonly format?: string;
  readonly quiet: boolean;
  readonly force: boolean;
}

const MOST_AUTOSCALERS = 2;

/**
 * Replays a recording through one or two autoscalers, writes the files of its report and prints it. Returns 0.
 * @throws ScenarioError and TacosError for bad input (2) and unwritable output (8)
 */
export function runReplayHpa(file: string, options: ReplayHpaOptions, host: Host): ExitCode {
  const formats = options.format === undefined ? undefined : parseFormats(options.format);
  const stdoutFormat = chooseStdout(options, formats);
  if (options.hpa.length > MOST_AUTOSCALERS) throw tooMany(options.hpa);
  const { replay, texts } = prepare(file, options, host);
  const path = options.out ?? `reports/replay-${nameOf(file).replace(/[^\w.-]+/g, '-')}`;
  const folder = options.write ? openFolder(host.files, path, options.force) : undefined;
  try {
    const fresh = makeReplayReport(replay(), manifestOf(file, options, texts));
    const report =
      folder === undefined
        ? fresh
        : saveReplay(host.files, folder, fresh, formats ?? DEFAULT_FORMATS, REPLAY_WRITERS);
    if (options.quiet && stdoutFormat === 'terminal') host.stdout.write(replayLastLine(report, pageOf(host)));
    else printWith(host, REPLAY_WRITERS[stdoutFormat], report);
    return report.exitCode;
  } catch (error) {
    if (folder !== undefined) abandonFolder(host.files, folder);
    throw error;
  }
}

interface Prepared {
  /** Replays what was read. */
  readonly replay: () => HpaReplay;
  /** Texts that were read, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Reads everything that a replay needs. @throws ScenarioError with every problem of flags, manifests and recording */
function prepare(file: string, options: ReplayHpaOptions, host: Host): Prepared {
  const { options: settings, allowances, problems: wrongFlags } = readReplayFlags(options);
  const problems: Problem[] = [...wrongFlags];
  const read = sourceReader(host);
  const texts = new Map<string, string>();
  const candidates = options.hpa.flatMap((path): readonly Candidate[] => {
    const spec = readHpaManifest(path, read, (problem) => problems.push(problem));
    if (spec === undefined) return [];
    texts.set(path, new TextDecoder().decode(host.files.read(path)));
    return [{ name: candidateName(path, options.hpa), file: path, spec }];
  });
  const source = readSource(read, file, MAX_TRACE_BYTES, 'a recording of pods over time');
  if (!source.ok) throw new ScenarioError([...problems, source.problem]);
  texts.set(file, source.text);
  const { metric, gaps } = options;
  const trace = readHpaTrace(source.text, file, {
    gaps,
    allowances,
    ...(metric === undefined ? {} : { metric }),
  });
  if (!trace.ok) problems.push(...trace.problems);
  if (problems.length > 0 || !trace.ok) throw new ScenarioError(problems);
  const found = trace.trace;
  return { replay: () => replayHpa(found, candidates, settings), texts };
}

function makeReplayReport(replay: HpaReplay, manifest: ReplayManifest): ReplayReport {
  if (!replay.ok) throw new ScenarioError(replay.problems);
  const { record } = replay;
  return { record, findings: summarizeReplay(record), manifest, exitCode: EXIT.ok };
}

function manifestOf(
  file: string,
  options: ReplayHpaOptions,
  texts: ReadonlyMap<string, string>,
): ReplayManifest {
  const hashOf = (path: string) =>
    createHash('sha256')
      .update(texts.get(path) ?? '')
      .digest('hex');
  const flag = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [name, String(value)];
  const words = [
    ...['tacos', 'replay', 'hpa', file],
    ...options.hpa.flatMap((path) => ['--hpa', path]),
    ...(options.asRecorded ? ['--as-recorded'] : []),
    ...flag('--metric', options.metric),
    ...flag('--cpu-request', options.cpuRequest),
    ...flag('--memory-request', options.memoryRequest),
    ...flag('--cpu-limit', options.cpuLimit),
    ...flag('--startup', options.startup),
    ...flag('--lag', options.lag),
    ...flag('--initial-replicas', options.initialReplicas),
    ...(options.memory === 'shared' ? ['--memory', 'shared'] : []),
    ...(options.gaps === 'allow' ? ['--gaps', 'allow'] : []),
    ...flag('--seed', options.seed),
  ];
  return {
    version: VERSION,
    kind: 'replay-hpa',
    trace: file,
    traceHash: hashOf(file),
    autoscalers: options.hpa.map((path) => ({ file: path, hash: hashOf(path) })),
    seed: options.seed,
    command: words.map(quoteWord).join(' '),
  };
}

/** Returns the name of a file without its ending; paths where two would have the same. */
function candidateName(path: string, all: readonly string[]): string {
  const twins = all.filter((other) => nameOf(other) === nameOf(path));
  return twins.length > 1 ? path : nameOf(path);
}

function nameOf(path: string): string {
  return posix.basename(path).replace(/\.[^.]+$/, '');
}

function tooMany(paths: readonly string[]): TacosError {
  const message = `${paths.length} autoscalers are more than a comparison of two`;
  return new TacosError('replay-option', message, EXIT.usage, '--hpa once or twice; then the next two');
}
