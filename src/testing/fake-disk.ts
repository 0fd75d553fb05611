import { posix } from 'node:path';
import type { Files, OpenFile } from '../cli/host.ts';

/** What lies on a disk at first; paths are relative to the working directory, or absolute. */
export interface FakeDiskOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Empty directories; directories of files exist anyway. */
  readonly directories?: readonly string[];
  /** Size to claim for a file that must not be read: reading it throws. */
  readonly hugeFiles?: Readonly<Record<string, number>>;
  /** Paths at and below which nothing can be written: error code, EACCES or ENOSPC. */
  readonly unwritable?: Readonly<Record<string, 'EACCES' | 'ENOSPC'>>;
}

const PIECE_BYTES = 997;

/** Files in memory that fail as Node's do. Every file and directory but the root lies in a directory. */
export class FakeDisk implements Files {
  private readonly cwd: string;
  private readonly contents = new Map<string, Uint8Array>();
  private readonly directories: Set<string>;
  private readonly huge: ReadonlyMap<string, number>;
  private readonly blocked: readonly (readonly [string, string])[];
  private readonly writes: string[] = [];

  constructor(cwd: string, options: FakeDiskOptions) {
    this.cwd = cwd;
    this.directories = new Set(['/', cwd]);
    this.huge = new Map(Object.entries(options.hugeFiles ?? {}).map(([path, size]) => [this.at(path), size]));
    this.blocked = Object.entries(options.unwritable ?? {}).map(([path, code]) => [this.at(path), code]);
    for (const [path, content] of Object.entries(options.files ?? {})) this.put(this.at(path), content);
    for (const path of options.directories ?? []) this.addDirectory(this.at(path));
    for (const path of this.huge.keys()) this.addDirectory(posix.dirname(path));
  }

  /** Absolute paths written, in order of first writing, without those removed again. */
  written(): readonly string[] {
    return [...this.writes];
  }

  kind(path: string): 'file' | 'directory' | 'missing' {
    const at = this.at(path);
    if (this.contents.has(at) || this.huge.has(at)) return 'file';
    return this.directories.has(at) ? 'directory' : 'missing';
  }

  sizeBytes(path: string): number {
    return this.huge.get(this.at(path)) ?? this.read(path).byteLength;
  }

  read(path: string): Uint8Array {
    if (this.huge.has(this.at(path))) throw new Error(`the file ${path} must not be read`);
    if (this.directories.has(this.at(path))) fail('EISDIR', path);
    return this.contents.get(this.at(path)) ?? fail('ENOENT', path);
  }

  /** In pieces that cut lines and letters anywhere. */
  *chunks(path: string): Iterable<Uint8Array> {
    const bytes = this.read(path);
    for (let from = 0; from < bytes.length; from += PIECE_BYTES)
      yield bytes.subarray(from, from + PIECE_BYTES);
  }

  open(path: string): OpenFile {
    this.write(path, '');
    let text = '';
    return {
      write: (more) => {
        text += more;
        this.write(path, text);
      },
      close() {},
    };
  }

  write(path: string, content: string | Uint8Array): void {
    const at = this.at(path);
    this.allowWrite(at);
    if (this.directories.has(at)) fail('EISDIR', path);
    if (!this.directories.has(posix.dirname(at))) fail('ENOENT', path);
    this.put(at, content);
    if (!this.writes.includes(at)) this.writes.push(at);
  }

  makeDirectory(path: string): void {
    const at = this.at(path);
    if (this.directories.has(at)) return;
    if (this.contents.has(at)) fail('EEXIST', path);
    this.allowWrite(at);
    this.addDirectory(at);
  }

  list(directory: string): readonly string[] {
    const at = this.at(directory);
    if (!this.directories.has(at)) fail('ENOENT', directory);
    const all = [...this.contents.keys(), ...this.huge.keys(), ...this.directories];
    const inside = all.filter((path) => path !== '/' && posix.dirname(path) === at);
    return inside.map((path) => posix.basename(path)).sort();
  }

  remove(path: string): void {
    const at = this.at(path);
    this.allowWrite(at);
    if (this.directories.has(at) && this.list(path).length > 0) fail('ENOTEMPTY', path);
    if (!this.contents.delete(at) && !this.directories.delete(at)) fail('ENOENT', path);
    const index = this.writes.indexOf(at);
    if (index >= 0) this.writes.splice(index, 1);
  }

  private at(path: string): string {
    return posix.resolve(this.cwd, path);
  }

  private put(at: string, content: string | Uint8Array): void {
    this.addDirectory(posix.dirname(at));
    this.contents.set(at, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }

  private addDirectory(at: string): void {
    for (let each = at; !this.directories.has(each); each = posix.dirname(each)) this.directories.add(each);
  }

  private allowWrite(at: string): void {
    for (const [root, code] of this.blocked) {
      if (at === root || at.startsWith(`${root}/`)) fail(code, at);
    }
  }
}

/** Fails as Node's file system does: an error with a `code`. */
function fail(code: string, path: string): never {
  throw Object.assign(new Error(`${code}: ${path}`), { code });
}
