import { posix } from 'node:path';
import type { Files, Host, TextOut } from '../cli/host.ts';

/** What a test sets up; everything has a quiet default. */
export interface FakeHostOptions {
  /** Files by path (relative to cwd or absolute). */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Empty directories by path; directories of files exist anyway. */
  readonly directories?: readonly string[];
  /** Size to claim for a file that must not be read: reading it throws. */
  readonly hugeFiles?: Readonly<Record<string, number>>;
  /** Paths below which nothing can be written: error code, EACCES or ENOSPC. */
  readonly unwritable?: Readonly<Record<string, 'EACCES' | 'ENOSPC'>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
  /** The reader of stdout goes away after this many writes. */
  readonly stdoutClosesAfter?: number;
  /** Each reading of the monotonic clock moves it this far [ms]. */
  readonly tickMs?: number;
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

/** Returns a host whose files, streams and clocks live in memory. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const disk = fakeDisk(options);
  const stdout = fakeText(options, options.stdoutClosesAfter ?? Number.POSITIVE_INFINITY);
  const stderr = fakeText(options, Number.POSITIVE_INFINITY);
  const handlers = new Set<(exitCode: 130 | 143) => void>();
  const listeners: ((breath: number) => void)[] = [];
  let nowMs = 0;
  let breaths = 0;
  return {
    cwd: CWD,
    machine: 'a test',
    env: options.env ?? {},
    stdout: stdout.port,
    stderr: stderr.port,
    files: disk.files,
    clock: {
      epochMs: () => 1_790_000_000_000 + nowMs,
      monotonicMs() {
        nowMs += options.tickMs ?? 1;
        return nowMs;
      },
    },
    onStop(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    async breathe() {
      breaths += 1;
      for (const listener of listeners) listener(breaths);
    },
    out: stdout.text,
    err: stderr.text,
    written: disk.written,
    text: (path) => new TextDecoder().decode(disk.files.read(path)),
    stop(exitCode) {
      const called = [...handlers];
      for (const handler of called) handler(exitCode);
      return called.length;
    },
    onBreath: (listener) => void listeners.push(listener),
  };
}

function fakeText(options: FakeHostOptions, closesAfter: number): { port: TextOut; text: () => string } {
  const chunks: string[] = [];
  const port: TextOut = {
    write(text) {
      if (chunks.length < closesAfter) chunks.push(text);
    },
    isTTY: options.isTTY ?? false,
    columns: options.columns ?? 80,
    get closed() {
      return chunks.length >= closesAfter;
    },
  };
  return { port, text: () => chunks.join('') };
}

function fakeDisk(options: FakeHostOptions): { files: Files; written: () => readonly string[] } {
  const at = (path: string) => posix.resolve(CWD, path);
  const contents = new Map<string, Uint8Array>();
  const directories = new Set<string>(['/', CWD]);
  const huge = new Map(Object.entries(options.hugeFiles ?? {}).map(([path, size]) => [at(path), size]));
  const written: string[] = [];
  const blocked = Object.entries(options.unwritable ?? {}).map(([path, code]) => [at(path), code] as const);

  const addDirectory = (path: string): void => {
    for (let each = path; !directories.has(each); each = posix.dirname(each)) directories.add(each);
  };
  const put = (path: string, content: string | Uint8Array): void => {
    addDirectory(posix.dirname(path));
    contents.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  };
  const allowWrite = (path: string): void => {
    for (const [root, code] of blocked) if (path === root || path.startsWith(`${root}/`)) fail(code, path);
  };
  for (const [path, content] of Object.entries(options.files ?? {})) put(at(path), content);
  for (const path of options.directories ?? []) addDirectory(at(path));
  for (const path of huge.keys()) addDirectory(posix.dirname(path));

  const files: Files = {
    kind(path) {
      if (contents.has(at(path)) || huge.has(at(path))) return 'file';
      return directories.has(at(path)) ? 'directory' : 'missing';
    },
    sizeBytes: (path) => huge.get(at(path)) ?? files.read(path).byteLength,
    read(path) {
      if (huge.has(at(path))) throw new Error(`the file ${path} must not be read`);
      if (directories.has(at(path))) fail('EISDIR', path);
      return contents.get(at(path)) ?? fail('ENOENT', path);
    },
    write(path, content) {
      allowWrite(at(path));
      if (directories.has(at(path))) fail('EISDIR', path);
      if (!directories.has(posix.dirname(at(path)))) fail('ENOENT', path);
      put(at(path), content);
      if (!written.includes(at(path))) written.push(at(path));
    },
    makeDirectory(path) {
      if (directories.has(at(path))) return;
      if (contents.has(at(path))) fail('EEXIST', path);
      allowWrite(at(path));
      addDirectory(at(path));
    },
    list(directory) {
      if (!directories.has(at(directory))) fail('ENOENT', directory);
      const all = [...contents.keys(), ...huge.keys(), ...directories];
      const names = all.filter((path) => path !== '/' && posix.dirname(path) === at(directory));
      return names.map((path) => posix.basename(path)).sort();
    },
    remove(path) {
      allowWrite(at(path));
      if (directories.has(at(path)) && files.list(path).length > 0) fail('ENOTEMPTY', path);
      if (!contents.delete(at(path)) && !directories.delete(at(path))) fail('ENOENT', path);
      const index = written.indexOf(at(path));
      if (index >= 0) written.splice(index, 1);
    },
  };
  return { files, written: () => [...written] };
}

/** Fails as Node's file system does: an error with a `code`. */
function fail(code: string, path: string): never {
  throw Object.assign(new Error(`${code}: ${path}`), { code });
}
