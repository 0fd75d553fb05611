import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { Host } from './host.ts';
import { parseWorkers, WORKERS_HELP } from './parse-workers.ts';

/** Receives the exit code of a command that ran to its end. */
type Done = (code: ExitCode) => void;

/** Adds `simulate`, `rerun` and `report` to the command line; what they run is imported when they are called. */
export function defineRunCommands(program: Command, host: Host, done: Done): void {
  defineSimulate(program, host, done);
  defineRerun(program, host, done);
  defineReport(program, host, done);
}

interface SimulateFlags {
  readonly set: readonly string[];
  readonly seed?: number;
  readonly replications?: number;
  readonly out?: string;
  readonly output?: string;
  readonly write: boolean;
  readonly json: boolean;
  readonly format?: string;
  readonly quiet: boolean;
  readonly workers?: number;
  readonly force: boolean;
  readonly reproducible: boolean;
}

function defineSimulate(program: Command, host: Host, done: Done): void {
  program
    .command('simulate')
    .description('run a scenario, print its report and write it to reports/NAME')
    .argument('<scenario>', 'scenario file')
    .option('--set <path=value>', 'override a value; may be repeated', collect, [])
    .option('--seed <number>', 'seed of all randomness', wholeNumber)
    .option('--replications <number>', 'independent runs; intervals come from them', wholeNumber)
    .option('--out <folder>', 'folder for the files (default: reports/NAME)')
    .option('--no-write', 'print only')
    .option('--format <list>', 'files to write: terminal, markdown, csv, json (default: markdown,json,csv)')
    .option('-o, --output <file>', '- prints the one format of --format in place of the terminal report')
    .option('--json', 'print the versioned findings and nothing else', false)
    .option('--quiet', 'print the last line alone', false)
    .option('--workers <number>', WORKERS_HELP, parseWorkers)
    .option('--force', 'write into a folder that tacos did not make', false)
    .option('--reproducible', 'leave out what depends on machine and day', false)
    .addHelpText(
      'after',
      '\nExample:\n  tacos simulate scenarios/concert.yaml --set admission.bucket.refill=80/s',
    )
    .action(async (file: string, { set, ...flags }: SimulateFlags) => {
      const { runSimulate } = await import('./commands/simulate.ts');
      done(await runSimulate(file, { ...flags, overrides: set }, host));
    });
}

interface RerunFlags {
  readonly out?: string;
  readonly write: boolean;
  readonly quiet: boolean;
  readonly workers?: number;
  readonly force: boolean;
  readonly reproducible: boolean;
}

function defineRerun(program: Command, host: Host, done: Done): void {
  program
    .command('rerun')
    .description('run a manifest again and say whether the findings are the same')
    .argument('<manifest>', 'manifest.json of a run')
    .option('--out <folder>', "folder for the files (default: the manifest's own)")
    .option('--no-write', 'print only')
    .option('--quiet', 'print the last line alone', false)
    .option('--workers <number>', WORKERS_HELP, parseWorkers)
    .option('--force', 'write into a folder that tacos did not make', false)
    .option('--reproducible', 'leave out what depends on machine and day', false)
    .addHelpText('after', '\nExample:\n  tacos rerun reports/concert/manifest.json')
    .action(async (path: string, flags: RerunFlags) => {
      const { runRerun } = await import('./commands/rerun.ts');
      done(await runRerun(path, flags, host));
    });
}

function defineReport(program: Command, host: Host, done: Done): void {
  program
    .command('report')
    .description('print the report of a saved run in any format')
    .argument('<run>', 'run.json of a run, or its folder')
    .option('--format <format>', 'terminal, markdown, csv or json', 'terminal')
    .option('-o, --output <file>', 'file, a folder for csv, or - for stdout')
    .addHelpText('after', '\nExample:\n  tacos report reports/concert --format markdown -o concert.md')
    .action(async (path: string, flags: { readonly format: string; readonly output?: string }) => {
      const { runReport } = await import('./commands/report.ts');
      done(runReport(path, flags, host));
    });
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

/** Gathers a repeated option. */
function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
