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
  /** Calls back on Ctrl-C (130) or SIGTERM (143); returns how to stop listening. */
  onStop(handler: (exitCode: 130 | 143) => void): () => void;
  /** Lets signals and stream errors through between two slices of work. */
  breathe(): Promise<void>;
}

export interface TextOut {
  write(text: string): void;
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
  write(path: string, content: string | Uint8Array): void;
  makeDirectory(path: string): void;
  list(directory: string): readonly string[];
  remove(path: string): void;
}
