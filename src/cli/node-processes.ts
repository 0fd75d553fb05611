import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Processes, ProcessOptions, ProcessResult, RunningProcess } from './processes.ts';

/** Returns the programs that a process may start from its working directory. */
export function nodeProcesses(cwd: string): Processes {
  return {
    self: [process.execPath, process.argv[1] ?? ''],
    start: (words, options) => start(words, { ...options, cwd: resolve(cwd, options.cwd ?? '.') }),
  };
}

function start([command, ...args]: readonly [string, ...string[]], options: ProcessOptions): RunningProcess {
  const { limitMs, cwd } = options;
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs });
  const read = (stream: NodeJS.ReadableStream): (() => string) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString('utf8');
  };
  const [stdout, stderr] = [read(child.stdout), read(child.stderr)];
  const ended = new Promise<ProcessResult>((done) => {
    child.on('error', (error) => done({ stdout: stdout(), stderr: error.message }));
    child.on('close', (exitCode) =>
      done({ ...(exitCode === null ? {} : { exitCode }), stdout: stdout(), stderr: stderr() }),
    );
  });
  return { ended, stop: () => void child.kill('SIGTERM') };
}
