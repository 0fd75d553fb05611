import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chunksOf, drained, openFile } from './node-pieces.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tacos-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a file comes in pieces that make up the whole, and is closed when nobody wants more', () => {
  const path = join(folder, 'long.txt');
  const text = 'zeile é\n'.repeat(400_000);
  writeFileSync(path, text);
  const pieces = Array.from(chunksOf(path), (piece) => piece.slice());
  expect(pieces.length).toBeGreaterThan(3);
  expect(Buffer.concat(pieces).toString('utf8') === text).toBe(true);
  const [first] = chunksOf(path);
  expect(first?.length).toBe(1_048_576);
  expect(() => [...chunksOf(join(folder, 'none'))]).toThrow(/ENOENT/);
});

it('a file is written piece by piece, in place of what was there', () => {
  const path = join(folder, 'out.csv');
  writeFileSync(path, 'before, and longer');
  const file = openFile(path);
  file.write('a\n');
  file.write('é\n');
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('a\né\n');
});

it('a stream that is full is waited for until it is read, or closed', async () => {
  const stream = new PassThrough({ highWaterMark: 4 });
  await drained(stream);
  stream.write('more than four');
  const read = drained(stream);
  stream.resume();
  await read;
  stream.pause();
  stream.write('more than four');
  const closed = drained(stream);
  stream.destroy();
  await closed;
  expect(['drain', 'close', 'error'].map((event) => stream.listenerCount(event))).toEqual(
    ['drain', 'close', 'error'].map((event) => new PassThrough().listenerCount(event)),
  );
});
