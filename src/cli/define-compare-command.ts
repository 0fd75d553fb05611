import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { Host } from './host.ts';

const MOST_RUNS = 1000;
const MOST_WORKERS = 256;

const HELP = `
A and B are scenarios, or folders of saved runs (reports/NAME, or their manifest.json). Scenarios are run on common random
numbers: the same visitors with the same patience on both sides, so that differences of pairs are compared. Saved runs pair up
where they have one seed; others are compared by Welch's interval, and single runs without any.

Verdicts of the headline metrics hold together at 5 % (Holm); each of the others holds by itself.

Examples:
  tacos compare scenarios/concert-small.yaml scenarios/lottery.yaml
  tacos compare scenarios/gate.yaml scenarios/gate.yaml --set-b admission.bucket.refill=10/s
  tacos compare scenarios/gate.yaml --estimators ql,sliding-fixed --metric eta.a20Mean`;

interface CompareFlags {
  readonly set: readonly string[];
  readonly setB: readonly string[];
  readonly estimators?: string;
  readonly metric: readonly string[];
  readonly seed?: number;
  readonly replications?: number;
  readonly workers?: number;
  readonly format: 'terminal' | 'markdown' | 'json';
  readonly output?: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Adds `compare` to the command line; what it runs is imported when it is called. */
export function defineCompareCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  program
    .command('compare')
    .description('paired differences with intervals: two scenarios, saved runs or estimators')
    .argument('<a>', 'scenario, or saved run')
    .argument('[b]', 'scenario, or saved run')
    .option('--estimators <a,b>', 'two estimators that watch the same runs of one scenario')
    .option('--set <path=value>', 'override a value on both sides; may be repeated', collect, [])
    .option('--set-b <path=value>', 'override a value of B; may be repeated', collect, [])
    .option('--metric <path>', 'compare this metric alone; may be repeated', collect, [])
    .option('--seed <number>', 'seed of both sides', wholeNumber(0xffff_ffff))
    .option('--replications <number>', 'runs of each side (default: 20)', wholeNumber(MOST_RUNS, 1))
    .option(
      '--workers <number>',
      'threads (default: as many as the machine has)',
      wholeNumber(MOST_WORKERS, 1),
    )
    .addOption(formatOption())
    .option('-o, --output <file>', 'write to a file; stdout has the last line then')
    .option('--json', 'print the versioned comparison and nothing else', false)
    .option('--quiet', 'print the last line alone', false)
    .addHelpText('after', HELP)
    .action(async (a: string, b: string | undefined, flags: CompareFlags) => {
      const { set, setB, metric, json, format, ...rest } = flags;
      const { runCompare } = await import('./commands/compare.ts');
      const options = {
        ...rest,
        overrides: set,
        overridesOfB: setB,
        metrics: metric,
        format: json ? ('json' as const) : format,
      };
      done(await runCompare(a, b, options, host));
    });
}

function formatOption(): Option {
  return new Option('--format <format>', 'terminal, markdown or json')
    .choices(['terminal', 'markdown', 'json'])
    .default('terminal');
}

/** Returns a reader of whole numbers up to a limit. */
function wholeNumber(most: number, least = 0): (text: string) => number {
  return (text) => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : -1;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}

/** Gathers a repeated option. */
function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
