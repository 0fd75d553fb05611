import { Buffer } from 'node:buffer';
import { ScenarioError } from '../errors.ts';
import { type Column, encodeColumn, isColumn } from './columns.ts';
import { parseJson } from './parse-json.ts';
import { checkRun, reviveColumns } from './run-check.ts';
import type { RunRecord } from './run-record.ts';

/** Objects down to this depth put each key on a line of its own, so that a saved run can be looked at. */
const LINE_DEPTH = 2;

/** What is said of a text that is no JSON. */
const SYNTAX = {
  code: 'run-syntax',
  expected: 'the JSON of a saved run',
  cure: 'run `tacos simulate` again to write it anew',
};

/**
 * Returns a record as UTF-8 JSON text. Typed arrays become {type, length, base64}; absent and non-finite values are
 * left out. The same record gives the same bytes; keys keep the order in which the record holds them.
 *
 * The text is put together from pieces whose length is known, into one buffer: a run of 25 MB of columns would
 * otherwise pass through several strings of that size.
 */
export function encodeRun(record: RunRecord): Uint8Array {
  const pieces: (string | Column)[] = [];
  writeValue(record, 0, pieces);
  pieces.push('\n');
  const sizes = pieces.map((piece) =>
    typeof piece === 'string' ? Buffer.byteLength(piece) : savedSize(piece),
  );
  const text = Buffer.allocUnsafe(sizes.reduce((total, size) => total + size, 0));
  let at = 0;
  pieces.forEach((piece, i) => {
    if (typeof piece === 'string') text.write(piece, at, 'utf8');
    else text.write(savedText(piece), at, 'latin1');
    at += sizes[i] ?? 0;
  });
  return text;
}

/**
 * Returns the record that a saved run holds.
 * @throws ScenarioError with every problem found: text that is cut off or not JSON (with its line and column), another
 * kind of document, a schema version that this version does not read, columns that are missing or do not fit together.
 */
export function decodeRun(text: string, file: string): RunRecord {
  const value = parseJson(text, file, SYNTAX);
  const revived = reviveColumns(value, file);
  const problems = [...revived.problems, ...checkRun(revived.value, file)];
  if (problems.length > 0) throw new ScenarioError(problems);
  // checkRun has looked at every part that readers index into.
  return Object.freeze(revived.value as RunRecord);
}

function writeValue(value: unknown, depth: number, pieces: (string | Column)[]): void {
  if (isColumn(value)) {
    pieces.push(value);
  } else if (Array.isArray(value)) {
    pieces.push('[');
    value.forEach((element, i) => {
      if (i > 0) pieces.push(',');
      writeValue(element, depth + 1, pieces);
    });
    pieces.push(']');
  } else if (typeof value === 'object' && value !== null) {
    writeObject(value, depth, pieces);
  } else {
    pieces.push(JSON.stringify(value));
  }
}

function writeObject(object: object, depth: number, pieces: (string | Column)[]): void {
  const entries = Object.entries(object).filter(([, value]) => isPresent(value));
  const separator = depth < LINE_DEPTH ? '\n' : '';
  pieces.push('{');
  entries.forEach(([key, value], i) => {
    pieces.push(`${i > 0 ? ',' : ''}${separator}${JSON.stringify(key)}:`);
    writeValue(value, depth + 1, pieces);
  });
  pieces.push(`${separator}}`);
}

function isPresent(value: unknown): boolean {
  return value !== undefined && !(typeof value === 'number' && !Number.isFinite(value));
}

/** Returns the length of a column's saved text [bytes]; base64 takes 4 characters for each 3 bytes begun. */
function savedSize(column: Column): number {
  return savedText(column.subarray(0, 0), column.length).length + 4 * Math.ceil(column.byteLength / 3);
}

function savedText(column: Column, length = column.length): string {
  const saved = encodeColumn(column);
  return `{"type":"${saved.type}","length":${length},"base64":"${saved.base64}"}`;
}
