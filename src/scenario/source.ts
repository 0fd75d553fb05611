import type { Problem } from '../errors.ts';

/** Reads a file for the scenario language, which itself does no I/O. Files above the limit are not read. */
export type SourceReader = (path: string, maxBytes: number) => SourceContent;

export type SourceContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'directory' }
  | { readonly kind: 'too-large'; readonly sizeBytes: number }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Largest scenario file that is read [bytes]. */
export const MAX_SCENARIO_BYTES = 1024 * 1024;

/** Largest trace file that is read [bytes]. */
export const MAX_TRACE_BYTES = 64 * 1024 * 1024;

export type SourceText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: Problem };

/** Returns the text of a file, or why it is none: missing, a directory, empty, too large, or not UTF-8 text. */
export function readSource(read: SourceReader, path: string, maxBytes: number, what: string): SourceText {
  const content = read(path, maxBytes);
  const refuse = (code: string, got: string, cure?: string): SourceText => {
    const problem = { code, path, got, expected: what };
    return { ok: false, problem: cure === undefined ? problem : { ...problem, cure } };
  };
  switch (content.kind) {
    case 'missing':
      return refuse('file-missing', 'no such file', 'check the path; it is relative to where tacos runs');
    case 'directory':
      return refuse('file-is-directory', 'a directory', 'name a file inside it');
    case 'too-large':
      return refuse(
        'file-too-large',
        `${mebibytes(content.sizeBytes)} MiB`,
        `at most ${mebibytes(maxBytes)} MiB`,
      );
    case 'unreadable':
      return refuse('file-unreadable', content.reason);
    case 'bytes':
      return decode(content.bytes, refuse);
  }
}

function decode(
  bytes: Uint8Array,
  refuse: (code: string, got: string, cure?: string) => SourceText,
): SourceText {
  if (bytes.includes(0)) return refuse('file-binary', 'binary data');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('file-binary', 'bytes that are not UTF-8 text', 'save the file as UTF-8');
  }
  if (text.trim() === '') return refuse('file-empty', 'an empty file', 'tacos init writes one to start from');
  return { ok: true, text };
}

function mebibytes(bytes: number): string {
  return (bytes / 1_048_576).toFixed(bytes < 10_485_760 ? 1 : 0);
}

/** Returns a path as seen from the directory of a file; absolute paths stay. */
export function besideFile(file: string, path: string): string {
  if (path.startsWith('/')) return path;
  const directory = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
  const steps: string[] = [];
  for (const step of `${directory}${path}`.split('/')) {
    if (step === '.' || (step === '' && steps.length > 0)) continue;
    if (step === '..' && steps.length > 0 && steps.at(-1) !== '..' && steps.at(-1) !== '') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}
