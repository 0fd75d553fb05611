import { type Command, InvalidArgumentError } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { Host } from './host.ts';

/** Receives the exit code of a command that ran to its end. */
type Done = (code: ExitCode) => void;

const MOST_WORKERS = 256;

/** Adds `gate` and `baseline` to the command line; what they run is imported when they are called. */
export function defineGateCommands(program: Command, host: Host, done: Done): void {
  defineGate(program, host, done);
  defineBaseline(program, host, done);
}

const GATE_HELP = `
Runs the scenario once on each seed of its gate section and compares every run with the baseline's run of the same seed.
  FAIL  a decisive metric or a guard is worse by more than its margin: one-sided Student t, Holm over the family
  PASS  every decisive metric is shown to be within its margin
  else  the seeds of topUp are added once; what is still open is a warning, or exit code 4 with --strict
A false alarm has a chance of at most 5 % over both looks. Identical results pass without a test.

A baseline belongs to one version of tacos, one major of Node and one scenario. Where one of them has changed, --rebase REF
runs the scenario as it is at another commit in a work tree on this machine and compares with that. A nightly job takes other
seeds every day: --rebase HEAD~1 --seeds 1000..1039.

In a GitHub step a table goes to the step's summary, and what failed to the lines of the scenario.

Exit codes: 0 pass, 3 fail, 4 inconclusive with --strict, 5 baseline missing or not comparable, 2 bad input.

Example:
  tacos gate scenarios/gate.yaml --baseline scenarios/gate.baseline.json --junit gate.xml`;

interface GateFlags {
  readonly set: readonly string[];
  readonly baseline?: string;
  readonly rebase?: string | true;
  readonly seeds?: string;
  readonly strict: boolean;
  readonly json: boolean;
  readonly junit?: string;
  readonly out?: string;
  readonly workers?: number;
  readonly quiet: boolean;
  readonly force: boolean;
}

function defineGate(program: Command, host: Host, done: Done): void {
  program
    .command('gate')
    .description('CI: did the accuracy of the ETA get worse than its baseline?')
    .argument('<scenario>', 'scenario file with a gate section')
    .option('--baseline <file>', 'baseline that tacos baseline update wrote')
    .option('--rebase [ref]', 'run this commit here in place of a baseline (default: HEAD)')
    .option('--set <path=value>', 'override a value; may be repeated', collect, [])
    .option('--seeds <range>', "FROM..TO in place of the scenario's seeds; the first 20 are the first look")
    .option('--strict', 'end in exit code 4 where the gate cannot decide', false)
    .option('--workers <number>', 'threads (default: as many as the machine has)', workerCount)
    .option('--junit <file>', 'write JUnit XML: a case for each metric')
    .option('--out <folder>', 'write report.md, report.txt and gate.json there')
    .option('--force', 'write into a folder that tacos did not make', false)
    .option('--json', 'print the versioned findings and nothing else', false)
    .option('--quiet', 'print the verdict alone', false)
    .addHelpText('after', GATE_HELP)
    .action(async (file: string, { set, rebase, ...flags }: GateFlags) => {
      const { runGate } = await import('./commands/gate.ts');
      const ref = rebase === true ? 'HEAD' : rebase;
      const options = { ...flags, overrides: set, ...(ref === undefined ? {} : { rebase: ref }) };
      done(await runGate(file, options, host));
    });
}

interface UpdateFlags {
  readonly set: readonly string[];
  readonly out: string;
  readonly reason: string;
  readonly seeds?: string;
  readonly workers?: number;
  readonly quiet: boolean;
  readonly force: boolean;
}

function defineBaseline(program: Command, host: Host, done: Done): void {
  program
    .command('baseline')
    .description('what tacos gate compares with')
    .command('update')
    .description('run a scenario on the seeds of its gate and write their figures, with the reason')
    .argument('<scenario>', 'scenario file with a gate section')
    .requiredOption('--out <file>', 'baseline file, to be committed')
    .requiredOption('--reason <text>', 'why the numbers may change; kept in the file')
    .option('--set <path=value>', 'override a value; may be repeated', collect, [])
    .option('--seeds <range>', "FROM..TO in place of the scenario's seeds")
    .option('--workers <number>', 'threads (default: as many as the machine has)', workerCount)
    .option('--quiet', 'no progress', false)
    .option('--force', 'replace a file that is no baseline', false)
    .addHelpText(
      'after',
      '\nExample:\n  tacos baseline update scenarios/gate.yaml --out scenarios/gate.baseline.json \\\n    --reason "ql counts active visitors alone"',
    )
    .action(async (file: string, { set, ...flags }: UpdateFlags) => {
      const { runBaselineUpdate } = await import('./commands/baseline-update.ts');
      done(await runBaselineUpdate(file, { ...flags, overrides: set }, host));
    });
}

function workerCount(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST_WORKERS) return count;
  throw new InvalidArgumentError(`It takes a whole number from 1 to ${MOST_WORKERS}.`);
}

/** Gathers a repeated option. */
function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
