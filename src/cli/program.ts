import { Argument, Command } from 'commander';
import type { ExitCode } from '../errors.ts';
import { VERSION } from '../version.ts';
import type { CommandWords, Shell } from './commands/completion.ts';
import { defineCalibrateCommand } from './define-calibrate-command.ts';
import { defineCompareCommand } from './define-compare-command.ts';
import { defineGateCommands } from './define-gate-commands.ts';
import { defineLiveCommand } from './define-live-command.ts';
import { defineReplayCommand } from './define-replay-command.ts';
import { defineRunCommands } from './define-run-commands.ts';
import type { Host } from './host.ts';

/** Receives the exit code of a command that ran to its end. */
export type Done = (code: ExitCode) => void;

/**
 * Returns the command line as data: names, arguments, options and help. What a command needs is imported when it is
 * called, so that `--help` loads neither the YAML reader nor the simulator.
 */
export function defineProgram(host: Host, done: Done): Command {
  const program = new Command('tacos')
    .description("Forecasts a ticket sale's waiting room: will it hold, and is the promised wait true?")
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      getOutHelpWidth: () => Math.min(host.stdout.columns, 100),
      getErrHelpWidth: () => Math.min(host.stderr.columns, 100),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  defineRunCommands(program, host, done);
  defineLiveCommand(program, host, done);
  defineReplayCommand(program, host, done);
  defineCompareCommand(program, host, done);
  defineGateCommands(program, host, done);
  defineCalibrateCommand(program, host, done);
  defineValidate(program, host, done);
  defineShow(program, host, done);
  defineInit(program, host, done);
  defineSchema(program, host, done);
  defineExplain(program, host, done);
  defineCompletion(program, host, done);
  return program;
}

function defineValidate(program: Command, host: Host, done: Done): void {
  program
    .command('validate')
    .description('check scenarios without running them')
    .argument('<files...>', 'scenario files')
    .option('--set <path=value>', 'override a value; may be repeated', collect, [])
    .action(async (files: string[], options: { set: string[] }) => {
      const { runValidate } = await import('./commands/validate.ts');
      done(await runValidate(files, { overrides: options.set }, host));
    });
}

function defineShow(program: Command, host: Host, done: Done): void {
  program
    .command('show')
    .description('print every value of a scenario with its origin')
    .argument('<file>', 'scenario file')
    .option('--effective', 'files, preset, defaults and overrides laid over each other', false)
    .option('--set <path=value>', 'override a value; may be repeated', collect, [])
    .action(async (file: string, options: { effective: boolean; set: string[] }) => {
      const { runShow } = await import('./commands/show.ts');
      done(runShow(file, { effective: options.effective, overrides: options.set }, host));
    });
}

function defineInit(program: Command, host: Host, done: Done): void {
  program
    .command('init')
    .description('write a commented scenario to start from')
    .argument('[name]', 'name of the scenario', 'my-sale')
    .option('--out <file>', 'where to write it; - is stdout (default: NAME.yaml)')
    .option('--force', 'overwrite a file', false)
    .action(async (name: string, options: { out?: string; force: boolean }) => {
      const { runInit } = await import('./commands/init.ts');
      done(runInit(name, options, host));
    });
}

function defineSchema(program: Command, host: Host, done: Done): void {
  program
    .command('schema')
    .description('print the JSON Schema of scenarios')
    .action(async () => {
      const { runSchema } = await import('./commands/schema.ts');
      done(runSchema(host));
    });
}

function defineExplain(program: Command, host: Host, done: Done): void {
  program
    .command('explain')
    .description('say what an exit code, a problem or a note means')
    .argument('[code]', 'a code; metrics for what thresholds may name; nothing for all codes')
    .action(async (code: string | undefined) => {
      const { runExplain } = await import('./commands/explain.ts');
      done(runExplain(code, host));
    });
}

function defineCompletion(program: Command, host: Host, done: Done): void {
  program
    .command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: Shell) => {
      const { runCompletion } = await import('./commands/completion.ts');
      done(runCompletion(shell, commandWords(program), host));
    });
}

/** Returns the names and long options of all commands, with those of the commands below them. */
function commandWords(program: Command): readonly CommandWords[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    options: [
      ...[command, ...command.commands].flatMap(({ options }) => options.flatMap(({ long }) => long ?? [])),
      '--help',
    ],
  }));
}

/** Gathers a repeated option. */
function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
