import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { openThreads } from '../pool/threads.ts';
import type { Files, Host, TextOut, Threads } from './host.ts';
import { chunksOf, drained, openFile } from './node-pieces.ts';
import { nodeProcesses } from './node-processes.ts';
import type { RunTask } from './run-task.ts';
import { unpackWorked, type WorkedMessage } from './worked-message.ts';

/**
 * Returns the host of this process: its directory, environment, streams, files, clocks, signals and threads.
 * @param workerFile what threads run: `worker.ts` as it was built; without it everything runs in this process
 */
export function nodeHost(workerFile?: URL): Host {
  return {
    cwd: process.cwd(),
    machine: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
    env: process.env,
    stdout: textOut(process.stdout),
    stderr: textOut(process.stderr),
    files: filesBelow(process.cwd()),
    clock: { epochMs: () => Date.now(), monotonicMs: () => performance.now() },
    processes: nodeProcesses(process.cwd()),
    onStop,
    threads: threadsOf(workerFile),
    breathe: () => new Promise((done) => setImmediate(done)),
  };
}

function textOut(stream: NodeJS.WriteStream): TextOut {
  let closed = false;
  // EPIPE: the reader has gone away, which is its right. Any other error is left to end the process.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  return {
    write(text) {
      if (!closed) stream.write(text);
    },
    drain: () => (closed ? Promise.resolve() : drained(stream)),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.isTTY === true && stream.columns > 0 ? stream.columns : 80;
    },
    get closed() {
      return closed;
    },
  };
}

/** Returns the file system seen from a directory. */
function filesBelow(cwd: string): Files {
  const at = (path: string) => resolve(cwd, path);
  return {
    kind(path) {
      try {
        return statSync(at(path)).isDirectory() ? 'directory' : 'file';
      } catch {
        // Below a file, in a folder that may not be read, too long a name: nothing is there, and using it will say why.
        return 'missing';
      }
    },
    sizeBytes: (path) => statSync(at(path)).size,
    read: (path) => readFileSync(at(path)),
    chunks: (path) => chunksOf(at(path)),
    write: (path, content) => writeFileSync(at(path), content),
    open: (path) => openFile(at(path)),
    makeDirectory: (path) => makeMissing(at(path)),
    list: (directory) => readdirSync(at(directory)).sort(),
    remove(path) {
      if (statSync(at(path)).isDirectory()) rmdirSync(at(path));
      else unlinkSync(at(path));
    },
  };
}

/**
 * Makes a directory and those above it. `mkdirSync` with `recursive` never returns below a directory such as /proc, which
 * answers ENOENT to every attempt.
 */
function makeMissing(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(path) !== path) makeMissing(dirname(path));
  mkdirSync(path);
}

function onStop(handler: (exitCode: 130 | 143) => void): () => void {
  const interrupt = () => handler(130);
  const terminate = () => handler(143);
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', terminate);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', terminate);
  };
}

/** Returns the threads of this machine that run a file. */
export function threadsOf(workerFile: URL | undefined): Threads {
  return {
    parallelism: availableParallelism(),
    open(lanes, onTick) {
      return workerFile !== undefined && existsSync(workerFile)
        ? openWorkers(workerFile, lanes, onTick)
        : undefined;
    },
  };
}

async function openWorkers(workerFile: URL, lanes: number, onTick: () => void) {
  const threads = await openThreads<RunTask, WorkedMessage>(workerFile, lanes, onTick);
  return {
    lanes,
    run: async (lane: number, task: RunTask) => unpackWorked(await threads.run(lane, task), task.plan),
    stop: (lane: number) => threads.stop(lane),
    progress: (lane: number) => threads.progress(lane),
    close: () => threads.close(),
  };
}
