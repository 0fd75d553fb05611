import { CommanderError } from 'commander';
import { EXIT, type ExitCode, ScenarioError, TacosError } from '../errors.ts';
import { formatProblems } from './format-problems.ts';
import type { Host } from './host.ts';
import { nodeHost } from './node-host.ts';
import { defineProgram } from './program.ts';

/** Runs one command line (without `node tacos`) and returns its exit code. Never throws. */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  let code: ExitCode = EXIT.ok;
  const program = defineProgram(host, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    code = reportFailure(error, host);
  }
  return host.stdout.closed && isVerdict(code) ? EXIT.ok : code;
}

/** Runs the command line of this process and leaves its exit code behind once the streams are flushed. */
export async function runProcess(): Promise<void> {
  const host = nodeHost(new URL('./worker.js', import.meta.url));
  const code = await main(process.argv.slice(2), host);
  await host.breathe();
  process.exitCode = host.stdout.closed && isVerdict(code) ? EXIT.ok : code;
}

/** Codes that only say how a finished run went: nobody is left to hear them once stdout is closed. */
function isVerdict(code: number): boolean {
  return code === EXIT.ok || code === EXIT.threshold || code === EXIT.inconclusive;
}

function reportFailure(error: unknown, host: Host): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof ScenarioError) {
    host.stderr.write(formatProblems(error.problems));
    return error.exitCode;
  }
  if (error instanceof TacosError) {
    host.stderr.write(`tacos: ${error.message}\n`);
    if (error.hint !== undefined) host.stderr.write(`  try  ${error.hint}\n`);
    host.stderr.write(`  code ${error.code}: tacos explain ${error.code}\n`);
    return error.exitCode;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  host.stderr.write(`tacos: this is a bug in tacos; please report it with the lines below\n${stack}\n`);
  return EXIT.bug;
}
