import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { Host } from './host.ts';
import { parseWorkers, WORKERS_HELP } from './parse-workers.ts';

const HELP = `
Intervals begin with how far quotes were off in simulated runs of the same scenario, by phase and size of the ETA, and
then adapt to each run. The scenario names the file:
  eta: { calibration: ./concert.calibration.json }
A calibration of another scenario can be named, and reports then say so. Its runs are never those of tacos simulate.

Example:
  tacos calibrate eta scenarios/concert.yaml --runs 100`;

interface CalibrateFlags {
  readonly set: readonly string[];
  readonly seed?: number;
  readonly runs: number;
  readonly out?: string;
  readonly workers?: number;
  readonly force: boolean;
  readonly quiet: boolean;
}

/** Adds `calibrate eta` to the command line; what it runs is imported when it is called. */
export function defineCalibrateCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('calibrate')
    .description('learn from simulated runs what a model needs to know')
    .command('eta')
    .description('how far the estimators of a scenario are off, for intervals around their ETAs')
    .argument('<scenario>', 'scenario file')
    .option('--runs <number>', 'simulated runs, 40 or more', wholeNumber, 40)
    .option('--set <path=value>', 'override a value; may be repeated', collect, [])
    .option('--seed <number>', 'seed of all randomness', wholeNumber)
    .option('--out <file>', 'file to write (default: NAME.calibration.json beside the scenario)')
    .option('--workers <number>', WORKERS_HELP, parseWorkers)
    .option('--quiet', 'print the last line alone', false)
    .option('--force', 'replace a file that is no calibration', false)
    .addHelpText('after', HELP)
    .action(async (file: string, { set, ...flags }: CalibrateFlags) => {
      const { runCalibrateEta } = await import('./commands/calibrate-eta.ts');
      done(await runCalibrateEta(file, { ...flags, overrides: set }, host));
    });
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

/** Gathers a repeated option. */
function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
