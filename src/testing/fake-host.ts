import type { Host, TextOut, Threads } from '../cli/host.ts';
import type { Processes } from '../cli/processes.ts';
import { FakeDisk, type FakeDiskOptions } from './fake-disk.ts';

/** What a test sets up; everything has a quiet default. */
export interface FakeHostOptions extends FakeDiskOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** The reader of stdout goes away after this many writes. */
  readonly stdoutClosesAfter?: number;
  /** Real threads; default none, so that everything runs in this process. */
  readonly threads?: Threads;
  /** Each reading of the monotonic clock moves it this far [ms]. */
  readonly tickMs?: number;
  /** Programs that may be started; default: none can. */
  readonly processes?: Processes;
}

/** A host in memory, and what a test may ask of it afterwards. */
export interface FakeHost extends Host {
  /** All text written to stdout so far. */
  out(): string;
  err(): string;
  /** Absolute paths written, in order, without those removed again. */
  written(): readonly string[];
  /** Text of a file. @throws when it is missing. */
  text(path: string): string;
  /** Sends Ctrl-C (130) or SIGTERM (143) to whoever listens; returns how many did. */
  stop(exitCode: 130 | 143): number;
  /** Calls back at each breath (between two slices of work), with its 1-based number. */
  onBreath(listener: (breath: number) => void): void;
}

const CWD = '/project';

const NO_PROCESSES: Processes = {
  self: ['node', '/project/bin/tacos.js'],
  start: ([program]) => ({
    ended: Promise.resolve({ stdout: '', stderr: `${program} cannot be started` }),
    stop: () => {},
  }),
};

/** Returns a host whose files, streams and clocks live in memory. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const disk = new FakeDisk(CWD, options);
  const stdout = fakeText(options, options.stdoutClosesAfter ?? Number.POSITIVE_INFINITY);
  const stderr = fakeText(options, Number.POSITIVE_INFINITY);
  const signals = fakeSignals();
  const listeners: ((breath: number) => void)[] = [];
  let nowMs = 0;
  let breaths = 0;
  return {
    cwd: CWD,
    machine: 'a test',
    env: options.env ?? {},
    stdout: stdout.port,
    stderr: stderr.port,
    files: disk,
    clock: {
      epochMs: () => 1_790_000_000_000 + nowMs,
      monotonicMs() {
        nowMs += options.tickMs ?? 1;
        return nowMs;
      },
    },
    processes: options.processes ?? NO_PROCESSES,
    onStop: signals.onStop,
    threads: options.threads ?? { parallelism: 1, open: () => undefined },
    async breathe() {
      breaths += 1;
      for (const listener of listeners) listener(breaths);
    },
    out: stdout.text,
    err: stderr.text,
    written: () => disk.written(),
    text: (path) => new TextDecoder().decode(disk.read(path)),
    stop: signals.stop,
    onBreath: (listener) => void listeners.push(listener),
  };
}

function fakeSignals(): Pick<FakeHost, 'onStop' | 'stop'> {
  const handlers = new Set<(exitCode: 130 | 143) => void>();
  return {
    onStop(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    stop(exitCode) {
      const called = [...handlers];
      for (const handler of called) handler(exitCode);
      return called.length;
    },
  };
}

function fakeText(options: FakeHostOptions, closesAfter: number): { port: TextOut; text: () => string } {
  const chunks: string[] = [];
  const port: TextOut = {
    write(text) {
      if (chunks.length < closesAfter) chunks.push(text);
    },
    async drain() {},
    isTTY: options.isTTY ?? false,
    columns: options.columns ?? 80,
    get closed() {
      return chunks.length >= closesAfter;
    },
  };
  return { port, text: () => chunks.join('') };
}
