import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { Host } from './host.ts';
import { parseWorkers } from './parse-workers.ts';

interface LiveFlags {
  readonly target: string;
  readonly event?: string;
  readonly speed: string;
  readonly maxRate?: string;
  readonly allowTarget: readonly string[];
  readonly errorBudget: string;
  readonly set: readonly string[];
  readonly seed?: number;
  readonly out?: string;
  readonly output?: string;
  readonly write: boolean;
  readonly json: boolean;
  readonly format?: string;
  readonly quiet: boolean;
  readonly workers: number;
  readonly force: boolean;
  readonly reproducible: boolean;
}

/** Adds `live` to the command line; what it runs is imported when it is called. */
export function defineLiveCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('live')
    .description('send the people of a scenario to a real Redis, in real time, and report like simulate')
    .argument('<scenario>', 'scenario file')
    .requiredOption(
      '--target <url>',
      'embedded (a Redis of its own), redis://HOST:PORT, rediss://, redis+cluster:// or redis+sentinel://',
    )
    .option('--event <name>', 'name of the event in the keys (default: the name of the scenario)')
    .option('--speed <factor>', 'run time over real time, such as 10x', '1x')
    .option('--max-rate <rate>', 'requests a second that are never passed; needed for another machine')
    .option(
      '--allow-target <host>',
      'machine other than this one that may be used; may be repeated',
      collect,
      [],
    )
    .option('--error-budget <share>', 'stop when this share of the last 5 s failed', '1%')
    .option('--set <path=value>', 'override a value; may be repeated', collect, [])
    .option('--seed <number>', 'seed of all randomness', wholeNumber)
    .option('--out <folder>', 'folder for the files (default: reports/NAME-live)')
    .option('--no-write', 'print only')
    .option('--format <list>', 'files to write: terminal, markdown, csv, json (default: markdown,json,csv)')
    .option('-o, --output <file>', '- prints the one format of --format in place of the terminal report')
    .option('--json', 'print the versioned findings and nothing else', false)
    .option('--quiet', 'print the last line alone', false)
    .option('--workers <number>', 'threads that talk to the target', parseWorkers, 1)
    .option('--force', 'write into a folder that tacos did not make', false)
    .option('--reproducible', 'leave out what depends on machine and day', false)
    .addHelpText(
      'after',
      '\nExample:\n  tacos live scenarios/concert-small.yaml --target embedded --speed 10x',
    )
    .action(async (file: string, { set, ...flags }: LiveFlags) => {
      const { runLive } = await import('./commands/live.ts');
      done(await runLive(file, { ...flags, overrides: set }, host));
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
