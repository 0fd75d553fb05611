import { spawnSync } from 'node:child_process';
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
  /** Largest resident set of all runs [MB, 10^6 bytes]. */
  readonly maxRssMB?: number;
  readonly runs: number;
  readonly failed?: string;
}

const BIN = 'bin/tacos.js';

/** Exit codes of a run that did its work: 3 says that a threshold of the scenario failed. */
const DONE = [0, 3];

/** Loaded before the program: at exit it writes the process's own peak memory [KiB] to descriptor 3. */
const REPORT_RSS = `data:text/javascript,${encodeURIComponent(
  "import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))",
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
    return { name, runs: rounds, wallMs: wall, maxRssMB: measureRss(command) };
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

function measureRss(command: Command): number {
  const { output } = run(command, ['--import', REPORT_RSS]);
  return (Number(output[3]) * 1024) / 1e6;
}

function run(command: Command, nodeArgs: readonly string[]) {
  const args = [...nodeArgs, BIN, ...command.args, ...(command.extra ?? [])];
  return spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
}
