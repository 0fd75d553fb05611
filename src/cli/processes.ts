/** Other programs that a command may start. The real one is in `node-processes.ts`. */
export interface Processes {
  /** Words that start this program again: the interpreter and the script. */
  readonly self: readonly string[];
  /** Starts a program without a shell; it reads nothing. */
  start(words: readonly [string, ...string[]], options: ProcessOptions): RunningProcess;
}

export interface ProcessOptions {
  /** Working directory; default the host's. */
  readonly cwd?: string;
  /** The program is ended after this time [ms]. */
  readonly limitMs: number;
}

export interface RunningProcess {
  /** Settles once the program has ended and its output is read; never fails. */
  readonly ended: Promise<ProcessResult>;
  /** Asks the program to end. */
  stop(): void;
}

export interface ProcessResult {
  /** Absent where it could not be started, or was ended by a signal. */
  readonly exitCode?: number;
  readonly stdout: string;
  /** Its own words, or why it could not be started. */
  readonly stderr: string;
}
