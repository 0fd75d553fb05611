import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { median } from './contender.ts';

/** A command line of tacos, as a user types it. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
  /** Arguments that the user does not type: where the bench wants the files. */
  readonly extra?: readonly string[];
}

export interface ProcessScore {
  readonly name: string;
  /** Wall-clock times from start to exit [ms]; absent when the command failed. */
  readonly wallMs?: { readonly median: number; readonly low: number; readonly high: number };
  /** Largest resident set [MB, 10^6 bytes]. */
  readonly maxRssMB?: number;
  readonly runs: number;
  readonly failed?: string;
}

const BIN = 'bin/tacos.js';

/** Exit codes of a run that did its work: 3 says that a threshold of the scenario failed. */
const DONE = [0, 3];

/**
 * Loaded before the program: at exit it writes the process's own status to descriptor 3. Peak memory is read from there
 * and not from its resource usage, which on Linux starts at the memory of the process that spawned it.
 */
const REPORT_STATUS = `data:text/javascript,${encodeURIComponent(
  "import{readFileSync as r,writeSync as w}from'node:fs';process.on('exit',()=>w(3,r('/proc/self/status')))",
)}`;

/** Runs each command cold in turn, so many rounds for time and one more for memory, which is measured apart. */
export function timeCommands(commands: readonly Command[], rounds: number): readonly ProcessScore[] {
  const wallMs = commands.map((): number[] => []);
  const failed = commands.map((command) => problem(command));
  for (let round = 0; round < rounds; round++) {
    commands.forEach((command, row) => {
      if (failed[row] === undefined) wallMs[row]!.push(timeOnce(command));
    });
  }
  return commands.map((command, row) => {
    const { name } = command;
    const times = wallMs[row]!;
    const why = failed[row];
    if (why !== undefined) return { name, runs: 0, failed: why };
    const wall = { median: median(times), low: Math.min(...times), high: Math.max(...times) };
    const maxRssMB = measureRss(command);
    return { name, runs: rounds, wallMs: wall, ...(maxRssMB === undefined ? {} : { maxRssMB }) };
  });
}

/** Returns why a command does not work; undefined when it does. Also brings its files into the cache. */
function problem(command: Command): string | undefined {
  const { status, stderr } = run(command, []);
  if (status !== null && DONE.includes(status)) return undefined;
  return `exit ${status}: ${stderr.trim().split('\n')[0]}`;
}

function timeOnce(command: Command): number {
  const startedMs = performance.now();
  run(command, []);
  return performance.now() - startedMs;
}

/** Returns the largest resident set of one run [MB]; undefined where the system does not tell. */
function measureRss(command: Command): number | undefined {
  if (!existsSync('/proc/self/status')) return undefined;
  const { output } = run(command, ['--import', REPORT_STATUS]);
  const peakKiB = /^VmHWM:\s+(\d+) kB/m.exec(output[3] ?? '')?.[1];
  return peakKiB === undefined ? undefined : (Number(peakKiB) * 1024) / 1e6;
}

function run(command: Command, nodeArgs: readonly string[]) {
  const args = [...nodeArgs, BIN, ...command.args, ...(command.extra ?? [])];
  return spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
}
