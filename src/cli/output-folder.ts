import { posix } from 'node:path';
import { EXIT, TacosError } from '../errors.ts';
import type { OutputFile } from '../report/format.ts';
import type { Files } from './host.ts';
import { MANIFEST_NAME, readFolderManifest } from './saved-manifest.ts';

const PROBE_NAME = '.tacos-probe';

/** A folder that a run may write its files to: looked at, and written to once, before the run. */
export interface OutputFolder {
  readonly path: string;
  /** Files that an earlier run left here and that this one replaces. */
  readonly replaces: readonly string[];
  /** Folders that did not exist before, the deepest first. */
  readonly made: readonly string[];
}

/** A file of bytes or text. */
export interface SavedFile extends Omit<OutputFile, 'content'> {
  readonly content: string | Uint8Array;
}

/**
 * Returns the folder once it is known that files can be written to it; makes it where it is missing.
 * @throws TacosError with exit code 2 where the folder holds files that no run of tacos wrote and `force` is off, with
 * exit code 8 where nothing can be written. Leaves nothing behind then.
 */
export function openFolder(files: Files, path: string, force: boolean): OutputFolder {
  const kind = files.kind(path);
  if (kind === 'file') throw foreign(path, 'is a file');
  const names = kind === 'directory' ? files.list(path) : [];
  const manifest = names.includes(MANIFEST_NAME)
    ? readFolderManifest(files, posix.join(path, MANIFEST_NAME))
    : undefined;
  if (names.length > 0 && manifest === undefined && !force)
    throw foreign(path, 'holds files and no tacos manifest');
  const made = missingFolders(files, path);
  const folder: OutputFolder = { path, replaces: manifest?.files ?? [], made };
  try {
    files.makeDirectory(path);
    const probe = posix.join(path, PROBE_NAME);
    files.write(probe, '');
    files.remove(probe);
  } catch (error) {
    abandonFolder(files, folder);
    throw unwritable(path, error);
  }
  return folder;
}

/** Removes the folders that `openFolder` made, as far as they are empty. */
export function abandonFolder(files: Files, { made }: OutputFolder): void {
  for (const path of made) {
    if (files.kind(path) !== 'directory' || files.list(path).length > 0) return;
    files.remove(path);
  }
}

/**
 * Writes the files of a run, and removes those of the run that it replaces.
 * @throws TacosError with exit code 8 where one cannot be written; what was written by then is removed again.
 */
export function fillFolder(files: Files, folder: OutputFolder, content: readonly SavedFile[]): void {
  const written: string[] = [];
  try {
    for (const { name, content: bytes } of content) {
      written.push(posix.join(folder.path, name));
      files.write(posix.join(folder.path, name), bytes);
    }
  } catch (error) {
    removeAll(files, written);
    abandonFolder(files, folder);
    throw unwritable(written.at(-1) ?? folder.path, error);
  }
  const stale = folder.replaces.filter((name) => !content.some((file) => file.name === name));
  removeAll(
    files,
    stale.map((name) => posix.join(folder.path, name)),
  );
}

/** Returns the failure to write a path, with the reason in words. */
export function unwritable(path: string, error: unknown): TacosError {
  return new TacosError(
    'output-unwritable',
    `${path} cannot be written: ${reasonOf(error)}`,
    EXIT.output,
    'another folder with --out, or --no-write',
  );
}

function removeAll(files: Files, paths: readonly string[]): void {
  for (const path of paths) if (files.kind(path) === 'file') files.remove(path);
}

function missingFolders(files: Files, path: string): readonly string[] {
  const missing: string[] = [];
  for (let each = posix.normalize(path); files.kind(each) === 'missing'; each = posix.dirname(each)) {
    if (missing.at(-1) === each) break;
    missing.push(each);
  }
  return missing;
}

function foreign(path: string, what: string): TacosError {
  return new TacosError(
    'output-foreign',
    `${path} ${what}, so it is not replaced`,
    EXIT.usage,
    'another folder with --out, or --force to write into it all the same',
  );
}

function reasonOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'permission denied',
    ENOENT: 'a folder of the path cannot be made',
    EPERM: 'not permitted',
    EROFS: 'the file system is read-only',
    ENOSPC: 'no space left',
    EDQUOT: 'the quota is used up',
    ENOTDIR: 'a part of the path is a file',
    EEXIST: 'a file of that name is there',
    EISDIR: 'a folder of that name is there',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
