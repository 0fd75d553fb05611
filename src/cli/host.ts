import type { Crew } from '../pool/crew.ts';
import type { Processes } from './processes.ts';
import type { RunTask, Worked } from './run-task.ts';

/** What a command may touch of the machine. The real one is made in `node-host.ts`, tests use `testing/fake-host.ts`. */
export interface Host {
  /** Absolute working directory; every relative path is resolved against it. */
  readonly cwd: string;
  /** Operating system, processor architecture and Node version, for manifests. */
  readonly machine: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: TextOut;
  readonly stderr: TextOut;
  readonly files: Files;
  readonly clock: {
    /** Wall clock [ms since 1970]. */
    epochMs(): number;
    /** Monotonic clock [ms]. */
    monotonicMs(): number;
  };
  readonly processes: Processes;
  /** Calls back on Ctrl-C (130) or SIGTERM (143); returns how to stop listening. */
  onStop(handler: (exitCode: 130 | 143) => void): () => void;
  readonly threads: Threads;
  /** Lets signals and stream errors through between two slices of work. */
  breathe(): Promise<void>;
}

/** Worker threads. */
export interface Threads {
  /** How many the machine runs at once. */
  readonly parallelism: number;
  /**
   * Starts threads, one for each lane; undefined where tacos was built without the file that they run.
   * @param onTick called while there are threads, to look at their progress
   */
  open(lanes: number, onTick: () => void): Promise<Crew<RunTask, Worked>> | undefined;
}

export interface TextOut {
  write(text: string): void;
  /** Waits until whoever reads has caught up, so that much text does not gather in memory. */
  drain(): Promise<void>;
  readonly isTTY: boolean;
  /** Width in characters; 80 where it is not a terminal. */
  readonly columns: number;
  /** The reader has gone away (`| head -1`); writes are dropped. */
  readonly closed: boolean;
}

/** Synchronous files. Paths are as the user gave them. Errors are Node's, with `code` (ENOENT, EISDIR, EACCES, ENOSPC). */
export interface Files {
  kind(path: string): 'file' | 'directory' | 'missing';
  sizeBytes(path: string): number;
  read(path: string): Uint8Array;
  /** The bytes of a file in pieces, read as they are asked for; a piece is valid until the next one is. */
  chunks(path: string): Iterable<Uint8Array>;
  write(path: string, content: string | Uint8Array): void;
  /** Opens a file to be written piece by piece, empty at first. */
  open(path: string): OpenFile;
  makeDirectory(path: string): void;
  list(directory: string): readonly string[];
  remove(path: string): void;
}

/** A file that is being written. */
export interface OpenFile {
  write(text: string): void;
  close(): void;
}
