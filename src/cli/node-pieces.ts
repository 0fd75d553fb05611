import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import type { OpenFile } from './host.ts';

/** Piece in which a long file is read [bytes]. */
const PIECE_BYTES = 1_048_576;

/** Returns the pieces of a file, in memory that is used again for each. */
export function* chunksOf(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r');
  try {
    const memory = new Uint8Array(PIECE_BYTES);
    for (let size = readSync(file, memory); size > 0; size = readSync(file, memory)) {
      yield memory.subarray(0, size);
    }
  } finally {
    closeSync(file);
  }
}

/** Opens a file to be written piece by piece, empty at first. */
export function openFile(path: string): OpenFile {
  const file = openSync(path, 'w');
  return {
    write(text) {
      let bytes: Uint8Array = new TextEncoder().encode(text);
      // A pipe or a full disk may take a part.
      while (bytes.length > 0) bytes = bytes.subarray(writeSync(file, bytes));
    },
    close: () => closeSync(file),
  };
}

/** Waits until a stream has room for more, or will never have. */
export function drained(stream: Writable): Promise<void> {
  if (!stream.writableNeedDrain) return Promise.resolve();
  return new Promise((done) => {
    const events = ['drain', 'close', 'error'] as const;
    const settle = () => {
      for (const event of events) stream.off(event, settle);
      done();
    };
    for (const event of events) stream.on(event, settle);
  });
}
