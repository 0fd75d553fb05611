import { posix } from 'node:path';
import { summarizeBacktest } from '../../analysis/summarize-backtest.ts';
import { EXIT, type ExitCode, type Problem, ScenarioError } from '../../errors.ts';
import { Backtest } from '../../replay/eta/backtest.ts';
import type { BacktestOptions } from '../../replay/eta/backtest-options.ts';
import { originMsOf } from '../../replay/eta/backtest-rules.ts';
import { EtaTraceCheck } from '../../replay/eta/check-eta-trace.ts';
import type { EtaTraceFacts } from '../../replay/eta/eta-trace-facts.ts';
import type { EtaTraceOptions } from '../../replay/eta/eta-trace-options.ts';
import { TicketHistory } from '../../replay/eta/ticket-history.ts';
import { isWallClock } from '../../replay/trace-time.ts';
import type { BacktestReport } from '../../report/backtest/backtest-report.ts';
import { BACKTEST_WRITERS, backtestLastLine } from '../../report/backtest/backtest-writers.ts';
import type { BacktestManifest } from '../../result/backtest-manifest.ts';
import { VERSION } from '../../version.ts';
import { type AnnouncedChange, type BacktestFlags, readBacktestFlags } from '../backtest-flags.ts';
import { chooseStdout, type StdoutOptions } from '../choose-stdout.ts';
import type { Host } from '../host.ts';
import { abandonFolder, openFolder } from '../output-folder.ts';
import { DEFAULT_FORMATS, parseFormats } from '../parse-formats.ts';
import { pageOf, printWith } from '../print-report.ts';
import { quoteWord } from '../quote-word.ts';
import { missingTrace, type Reading, readTrace, refuseStopped } from '../read-trace.ts';
import { saveReplay } from '../save-replay.ts';

/** Options of `tacos replay eta` as the command line gives them. */
export interface ReplayEtaOptions extends BacktestFlags, StdoutOptions {
  /** Folder for the files; default reports/replay-eta-NAME. */
  readonly out?: string;
  readonly write: boolean;
  readonly format?: string;
  readonly quiet: boolean;
  readonly force: boolean;
}

/**
 * Scores every estimator on a recorded waiting room, writes the files of its report and prints it. Returns 0, or the code of
 * the signal that ended the second reading.
 * @throws ScenarioError and TacosError for bad input (2) and unwritable output (8)
 */
export async function runReplayEta(file: string, options: ReplayEtaOptions, host: Host): Promise<ExitCode> {
  const formats = options.format === undefined ? undefined : parseFormats(options.format);
  const stdoutFormat = chooseStdout(options, formats);
  const { facts, settings, reading } = await check(file, options, host);
  const path = options.out ?? `reports/replay-eta-${nameOf(file).replace(/[^\w.-]+/g, '-')}`;
  const folder = options.write ? openFolder(host.files, path, options.force) : undefined;
  try {
    const fresh = await backtest(file, facts, settings, { options, reading, host });
    const report =
      folder === undefined
        ? fresh
        : saveReplay(host.files, folder, fresh, formats ?? DEFAULT_FORMATS, BACKTEST_WRITERS);
    if (options.quiet && stdoutFormat === 'terminal')
      host.stdout.write(backtestLastLine(report, pageOf(host)));
    else printWith(host, BACKTEST_WRITERS[stdoutFormat], report);
    return report.exitCode;
  } catch (error) {
    if (folder !== undefined) abandonFolder(host.files, folder);
    throw error;
  }
}

interface Checked {
  readonly facts: EtaTraceFacts;
  readonly settings: BacktestOptions;
  readonly reading: Reading;
}

/** Reads the recording for the first time. @throws ScenarioError with every problem of flags and recording */
async function check(file: string, options: ReplayEtaOptions, host: Host): Promise<Checked> {
  const { options: settings, changes, problems: wrongFlags } = readBacktestFlags(options);
  const missing = missingTrace(host, file, 'a recording of joins and admissions');
  if (missing.length > 0) throw new ScenarioError([...wrongFlags, ...missing]);
  const checker = new EtaTraceCheck(file, settings);
  const part = { number: 1, of: 2, label: 'checking', quiet: options.quiet };
  const reading = await readTrace(file, checker, host, part);
  refuseStopped(reading);
  const facts = checker.end();
  const problems = [
    ...wrongFlags,
    ...(await lookUp(file, checker, settings, options.quiet, host)),
    ...(facts === undefined ? [] : wrongClock(facts, options, changes)),
  ];
  if (problems.length > 0 || facts === undefined) throw new ScenarioError(problems);
  const originMs = originMsOf(facts);
  const announced = changes.map(({ at, refillPerSec }) => ({
    atMs: at.kind === 'epoch' ? at.ms - originMs : at.ms,
    refillPerSec,
  }));
  announced.sort((a, b) => a.atMs - b.atMs);
  return { facts, settings: { ...settings, announced }, reading };
}

/** Returns the problems of a recording; of tickets that were let in out of place with what had become of them before. */
async function lookUp(
  file: string,
  { problems, suspects }: EtaTraceCheck,
  settings: EtaTraceOptions,
  quiet: boolean,
  host: Host,
): Promise<readonly Problem[]> {
  if (suspects.size === 0) return problems.all;
  const history = new TicketHistory(file, suspects, settings);
  const { stoppedBy } = await readTrace(file, history, host, {
    number: 1,
    of: 1,
    label: 'looking back',
    quiet,
  });
  if (stoppedBy === undefined) history.end();
  return problems.all.map((problem) => history.tell(problem));
}

/** Flags that speak of another clock than the recording does would change nothing. */
function wrongClock(
  { firstMs }: EtaTraceFacts,
  { start, zone }: ReplayEtaOptions,
  changes: readonly AnnouncedChange[],
): readonly Problem[] {
  const isWall = isWallClock(firstMs);
  const idle = (path: string, got: string, expected: string) => [{ code: 'no-effect', path, got, expected }];
  if (isWall) {
    return start === undefined
      ? []
      : idle(
          '--start',
          start,
          'no start: the recorded times are those of a wall clock; --zone sets the offset',
        );
  }
  const change = changes.find(({ at }) => at.kind === 'epoch');
  return [
    ...(zone === undefined || zone === 'none'
      ? []
      : idle('--zone', zone, '--start 2026-10-03T20:00:00+09:00: the recorded times count from a start')),
    ...(change === undefined
      ? []
      : idle(
          '--refill-change',
          'an instant',
          'a time since the first row: the recorded times count from a start',
        )),
  ];
}

async function backtest(
  file: string,
  facts: EtaTraceFacts,
  settings: BacktestOptions,
  { options, reading, host }: { options: ReplayEtaOptions; reading: Reading; host: Host },
): Promise<BacktestReport> {
  const replay = new Backtest(file, facts, settings);
  const part = { number: 2, of: 2, label: 'replaying', quiet: options.quiet };
  const { stoppedBy } = await readTrace(file, replay, host, part);
  const record = replay.record(stoppedBy !== undefined);
  return {
    findings: summarizeBacktest(record),
    manifest: manifestOf(file, options, reading),
    exitCode: stoppedBy ?? EXIT.ok,
  };
}

function manifestOf(file: string, options: ReplayEtaOptions, { hash, bytes }: Reading): BacktestManifest {
  const flag = (name: string, value: string | undefined, usual?: string) =>
    value === undefined || value === usual ? [] : [name, value];
  const words = [
    ...['tacos', 'replay', 'eta', file],
    ...flag('--refill', options.refill),
    ...flag('--capacity', options.capacity),
    ...flag('--clock-resolution', options.clockResolution, '1ms'),
    ...flag('--gate', options.gate),
    ...flag('--bypass', options.bypass),
    ...options.refillChange.flatMap((change) => ['--refill-change', change]),
    ...flag('--zone', options.zone),
    ...flag('--start', options.start),
    ...flag('--estimators', options.estimators),
    ...flag('--thin', options.thin, '15s'),
    ...flag('--visitors', options.visitors, '20000'),
    ...flag('--population', options.population, 'all'),
    ...flag('--inactive-after', options.inactiveAfter, '15s'),
    ...flag('--ignore', options.ignore),
    ...(options.partial ? ['--partial'] : []),
  ];
  return {
    version: VERSION,
    kind: 'replay-eta',
    trace: file,
    traceHash: hash,
    traceBytes: bytes,
    command: words.map(quoteWord).join(' '),
  };
}

function nameOf(path: string): string {
  return posix.basename(path).replace(/\.[^.]+$/, '');
}
