import { runMetrics } from '../../analysis/run-metrics.ts';
import { summarizeRun } from '../../analysis/summarize.ts';
import { type ExitCode, TacosError } from '../../errors.ts';
import { drive } from '../../live/drive/drive.ts';
import { type LiveOptions, LiveRun } from '../../live/drive/live-run.ts';
import { type OpenWire, openWire, type WireOrder } from '../../live/drive/open-wire.ts';
import type { RunClock } from '../../live/drive/run-clock.ts';
import { runPrefix } from '../../live/room-keys.ts';
import type { FormatId } from '../../report/format.ts';
import type { Report } from '../../report/report.ts';
import type { LiveBounds } from '../../result/live-record.ts';
import type { RunRecord } from '../../result/run-record.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { Plan } from '../../scenario/plan.ts';
import { chooseStdout } from '../choose-stdout.ts';
import type { Host } from '../host.ts';
import { describeIntent, expectTotals, refuseAboveCeiling, refuseUnlivable } from '../live-expectation.ts';
import { type LiveFlagTexts, type LiveSettings, readLiveFlags } from '../live-flags.ts';
import { makeLiveReport } from '../live-report.ts';
import { runFacts } from '../make-report.ts';
import { abandonFolder, openFolder } from '../output-folder.ts';
import { DEFAULT_FORMATS, parseFormats } from '../parse-formats.ts';
import { printLastLine, printReport } from '../print-report.ts';
import { Progress } from '../progress.ts';
import { saveReport } from '../save-report.ts';
import { sourceReader } from '../source-reader.ts';
import { StopSignal } from '../stop-signal.ts';

/** Options of `tacos live` as the command line gives them. */
export interface LiveCommandOptions extends LiveFlagTexts {
  /** A URL, or `embedded`. */
  readonly target: string;
  /** Name of the event in the keys; default the scenario's. */
  readonly event?: string;
  readonly overrides: readonly string[];
  readonly seed?: number;
  /** Folder for the files; default reports/NAME-live. */
  readonly out?: string;
  readonly write: boolean;
  readonly json: boolean;
  readonly format?: string;
  readonly output?: string;
  readonly quiet: boolean;
  readonly workers: number;
  readonly force: boolean;
  readonly reproducible: boolean;
}

/** Opens a target for a plan; tests bring their own. */
export type OpenTarget = (plan: Plan, order: WireOrder) => Promise<OpenWire>;

/** What a valid run keeps, and what its requests may take; see DECISIONS. */
const SLIP = { slipMs: 20, windowMs: 10_000, windowSent: 100, lateShare: 0.01 } as const;
const MOST_IN_FLIGHT = 50_000;
const TIMEOUT_MS = 5_000;
const TICK_MS = 20;

/**
 * Runs a scenario against a target, writes the files of its report and prints it. Returns 0, 3 when a threshold failed, 6
 * when too many requests failed, 7 when the generator did not keep up, 130 or 143 when it was stopped.
 * @throws ScenarioError and TacosError before the run for bad input (2), a target that cannot be used (6), unwritable output (8)
 */
export async function runLive(
  file: string,
  options: LiveCommandOptions,
  host: Host,
  openTarget: OpenTarget = openWire,
): Promise<ExitCode> {
  const formats = options.format === undefined ? undefined : parseFormats(options.format);
  const stdoutFormat = chooseStdout(options, formats);
  const settings = readLiveFlags(options);
  const plan = loadScenario(file, loadOptions(options), sourceReader(host));
  refuseUnlivable(plan);
  tellWhatIsLeftOut(plan, host);
  const report = await runAndSave(plan, options, settings, formats ?? DEFAULT_FORMATS, { host, openTarget });
  if (options.quiet && stdoutFormat === 'terminal') printLastLine(host, report);
  else printReport(host, report, stdoutFormat);
  return report.exitCode;
}

/** Every run of a live command costs its full time, so it is made once, as written. */
function tellWhatIsLeftOut({ variants, random }: Plan, host: Host): void {
  if (variants.length > 0) {
    const names = variants.map(({ name }) => name).join(', ');
    host.stderr.write(`tacos: live runs the scenario as written; left out: ${names}\n`);
  }
  if (random.replications.max > 1) {
    host.stderr.write('tacos: live runs one replication; a saved live run has no intervals\n');
  }
}

function loadOptions({ overrides, seed }: LiveCommandOptions): Parameters<typeof loadScenario>[1] {
  return { overrides, ...(seed === undefined ? {} : { seed }) };
}

interface Means {
  readonly host: Host;
  readonly openTarget: OpenTarget;
}

async function runAndSave(
  plan: Plan,
  options: LiveCommandOptions,
  settings: LiveSettings,
  formats: readonly FormatId[],
  means: Means,
): Promise<Report> {
  const { host } = means;
  const path = options.out ?? `reports/${plan.name}-live`;
  const folder = options.write ? openFolder(host.files, path, options.force) : undefined;
  const stop = new StopSignal(host);
  try {
    const report = await stop.unlessTwice(runReport(plan, options, settings, stop, means));
    if (folder === undefined) return report;
    const row = { replication: 0, metrics: runMetrics(plan, summarizeRun(report.record)) };
    return saveReport(host.files, folder, report, [row], formats);
  } catch (error) {
    if (folder !== undefined) abandonFolder(host.files, folder);
    throw error;
  } finally {
    stop.end();
  }
}

async function runReport(
  plan: Plan,
  options: LiveCommandOptions,
  settings: LiveSettings,
  stop: StopSignal,
  means: Means,
): Promise<Report> {
  const { host } = means;
  const totals = await expectTotals(plan, host, () => stop.code !== undefined);
  if (totals === undefined) throw endedTooSoon(stop);
  refuseAboveCeiling(totals, settings);
  const startedAtEpochMs = host.clock.epochMs();
  const startedMs = host.clock.monotonicMs();
  const run = `${nameOf(plan.name)}-${startedAtEpochMs.toString(36)}`;
  const event = options.event ?? nameOf(plan.name);
  const errors = new Set<string>();
  const opened = await means.openTarget(plan, {
    target: options.target,
    run,
    event,
    speed: settings.speed,
    allowedHosts: settings.allowedHosts,
    timeoutMs: TIMEOUT_MS,
    env: host.env,
    workers: options.workers,
    onError: (error) => tellOnce(error, errors, host),
  });
  try {
    if (!options.quiet) {
      const keys = `${runPrefix(run)}{${event}}:`;
      const lines = describeIntent(plan, totals, { target: opened.name, keys, settings });
      host.stderr.write(`${lines.join('\n')}\n`);
    }
    const record = await driveThrough(plan, opened, liveOptions(opened.name, options, settings), {
      host,
      stop,
      quiet: options.quiet,
    });
    const elapsedMs = host.clock.monotonicMs() - startedMs;
    const course = {
      events: record.totals.events,
      polls: record.totals.polls,
      elapsedMs,
      startedAtEpochMs,
      workers: options.workers,
    };
    const facts = options.reproducible ? undefined : runFacts(course, host.machine);
    return makeLiveReport(plan, record, options, { stoppedBy: stop.code, facts });
  } finally {
    await opened.close();
  }
}

function liveOptions(target: string, options: LiveCommandOptions, settings: LiveSettings): LiveOptions {
  const { errorBudget, maxPerSec, speed } = settings;
  const bounds: LiveBounds = { ...SLIP, errorBudget, ...(maxPerSec === undefined ? {} : { maxPerSec }) };
  return {
    target,
    speed,
    workers: options.workers,
    bounds,
    mostInFlight: MOST_IN_FLIGHT,
    timeoutMs: TIMEOUT_MS,
    tickMs: TICK_MS,
  };
}

async function driveThrough(
  plan: Plan,
  opened: OpenWire,
  options: LiveOptions,
  { host, stop, quiet }: { readonly host: Host; readonly stop: StopSignal; readonly quiet: boolean },
): Promise<RunRecord> {
  let clock: RunClock | undefined;
  const run = new LiveRun(plan, opened.wire, () => clock?.nowMs() ?? 0, options);
  const view = quiet ? undefined : new Progress(host);
  clock = await opened.start();
  try {
    return await drive(run, clock, {
      isStopped: () => stop.code !== undefined,
      look: ({ nowMs, admitted, underWay }) =>
        view?.show({
          doneShare: Math.min(1, nowMs / plan.clock.horizonMs),
          label: `live, ${underWay} under way`,
          admitted,
        }),
    });
  } finally {
    view?.end();
  }
}

/** Says what went wrong with a request the first time that it does. */
function tellOnce(error: unknown, told: Set<string>, { stderr }: Host): void {
  if (!(error instanceof TacosError) || told.has(error.code)) return;
  told.add(error.code);
  stderr.write(`tacos: ${error.message}\n`);
  if (error.hint !== undefined) stderr.write(`  try  ${error.hint}\n`);
  stderr.write(`  code ${error.code}: tacos explain ${error.code}\n`);
}

/** Returns a name as keys may have it. */
function nameOf(text: string): string {
  return text.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 48);
}

function endedTooSoon({ code }: StopSignal): TacosError {
  return new TacosError('stopped', 'ended before anybody came; nothing was written', code ?? 130);
}
