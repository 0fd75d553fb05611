import type { Files } from '../host.ts';
import { unwritable } from '../output-folder.ts';

/** A file that can be written to: looked at before the run, written after it. */
export interface WritableFile {
  /** @throws TacosError with exit code 8 */
  write(content: string): void;
  /** Leaves the disk as it was before the file was opened. */
  abandon(): void;
}

/**
 * Returns a file once it is known that it can be written; its content stays as it is until then.
 * @throws TacosError with exit code 8
 */
export function writableFile(files: Files, path: string): WritableFile {
  const existed = files.kind(path) === 'file';
  try {
    files.write(path, existed ? files.read(path) : '');
  } catch (error) {
    throw unwritable(path, error);
  }
  let isOpen = true;
  return {
    write(content) {
      isOpen = false;
      try {
        files.write(path, content);
      } catch (error) {
        throw unwritable(path, error);
      }
    },
    abandon() {
      if (isOpen && !existed) files.remove(path);
      isOpen = false;
    },
  };
}
