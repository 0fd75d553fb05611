import { createHash } from 'node:crypto';
import { type ExitCode, type Problem, ScenarioError, TacosError } from '../errors.ts';
import type { Host } from './host.ts';
import { Progress } from './progress.ts';

/** What takes the bytes of a trace. */
interface TraceReader {
  push(chunk: Uint8Array): void;
  /** True once it wants no more. */
  readonly isDone?: boolean;
  /** Waits until what it has made of the bytes so far is written. */
  settle?(): Promise<void>;
}

/** One reading of a trace from its beginning to its end. */
export interface Reading {
  /** SHA-256 (hex) of the bytes read. */
  readonly hash: string;
  readonly bytes: number;
  /** Code of the signal that ended the reading early. */
  readonly stoppedBy?: Extract<ExitCode, 130 | 143>;
}

/** Returns what keeps a path from being read as a trace: nothing there, a folder, an empty file. */
export function missingTrace({ files }: Host, path: string, what: string): readonly Problem[] {
  const refuse = (code: string, got: string, cure: string) => [{ code, path, got, expected: what, cure }];
  const kind = files.kind(path);
  if (kind === 'missing')
    return refuse('file-missing', 'no such file', 'check the path; it is relative to where tacos runs');
  if (kind === 'directory') return refuse('file-is-directory', 'a directory', 'name a file inside it');
  return files.sizeBytes(path) === 0 ? refuse('file-empty', 'an empty file', 'a header and rows') : [];
}

/**
 * Reads a trace piece by piece, so that its size does not matter, and looks for signals in between.
 * @param part which reading of how many this is, for the progress line
 * @throws ScenarioError where the system refuses to read
 */
export async function readTrace(
  path: string,
  reader: TraceReader,
  host: Host,
  part: { readonly number: number; readonly of: number; readonly label: string; readonly quiet: boolean },
): Promise<Reading> {
  const progress = part.quiet ? undefined : new Progress(host);
  const size = host.files.sizeBytes(path);
  const hash = createHash('sha256');
  let bytes = 0;
  let stoppedBy: 130 | 143 | undefined;
  const stopListening = host.onStop((code) => {
    stoppedBy ??= code;
  });
  try {
    for (const chunk of piecesOf(host, path)) {
      hash.update(chunk);
      bytes += chunk.length;
      reader.push(chunk);
      progress?.show({
        doneShare: (part.number - 1 + bytes / Math.max(bytes, size)) / part.of,
        label: part.label,
      });
      await reader.settle?.();
      await host.breathe();
      if (stoppedBy !== undefined || reader.isDone === true) break;
    }
  } finally {
    stopListening();
    progress?.end();
  }
  return { hash: hash.digest('hex'), bytes, ...(stoppedBy === undefined ? {} : { stoppedBy }) };
}

/** Ends a command that was stopped before there was anything to tell. @throws TacosError with the code of the signal */
export function refuseStopped({ stoppedBy }: Reading): void {
  if (stoppedBy === undefined) return;
  const hint = 'nothing was written; the first reading only looks for problems';
  throw new TacosError('stopped', 'stopped while the trace was checked', stoppedBy, hint);
}

function* piecesOf({ files }: Host, path: string): Iterable<Uint8Array> {
  try {
    yield* files.chunks(path);
  } catch (error) {
    const got = error instanceof Error ? error.message : String(error);
    throw new ScenarioError([{ code: 'file-unreadable', path, got, expected: 'a file that can be read' }]);
  }
}
