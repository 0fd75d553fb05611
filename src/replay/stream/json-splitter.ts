import type { TraceProblems } from '../trace-problems.ts';
import type { FieldOf, Splitter } from './stream-row.ts';

/** Members of NDJSON objects under their fields. Keys may differ from line to line. */
export class JsonSplitter implements Splitter {
  line = 0;
  private readonly problems: TraceProblems;
  private readonly fieldOf: FieldOf;
  private readonly cells: string[];
  /** By field: the key that held it last. */
  private readonly keys: (string | undefined)[];
  /** Fields of keys that were met; -1 where there is none. */
  private readonly known = new Map<string, number>();
  private raw = '';

  constructor(fields: number, fieldOf: FieldOf, problems: TraceProblems) {
    this.problems = problems;
    this.fieldOf = fieldOf;
    this.cells = Array.from({ length: fields }, () => '');
    this.keys = Array.from({ length: fields }, () => undefined);
  }

  take(line: string, number: number): boolean {
    this.line = number;
    this.raw = line;
    const object = parse(line);
    if (object === undefined) {
      this.refuse(1, 'JSON that is no object, or no JSON', '{"at":"2026-10-03T20:00:00Z","event":"join"}');
      return false;
    }
    this.cells.fill('');
    this.keys.fill(undefined);
    let isWhole = true;
    for (const [key, value] of Object.entries(object)) {
      const field = this.fieldOfKey(key);
      if (field < 0 || value === null) continue;
      if (typeof value === 'object' || this.keys[field] !== undefined) {
        const got = typeof value === 'object' ? 'a list or an object' : 'two members that say the same';
        this.refuse(columnOfKey(line, key), got, '"position":12');
        isWhole = false;
        continue;
      }
      this.cells[field] = String(value).trim();
      this.keys[field] = key;
    }
    return isWhole;
  }

  text(field: number): string {
    return this.cells[field]!;
  }

  nameOf(field: number): string | undefined {
    return this.keys[field];
  }

  columnOf(field: number): number {
    const key = this.keys[field];
    return key === undefined ? 1 : columnOfKey(this.raw, key);
  }

  private fieldOfKey(key: string): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const field = this.fieldOf(key, { line: this.line, column: columnOfKey(this.raw, key) }) ?? -1;
    this.known.set(key, field);
    return field;
  }

  private refuse(column: number, got: string, cure: string): void {
    const expected = 'an object of texts and numbers in each line';
    this.problems.at({ line: this.line, column }, { code: 'trace-json', path: 'row', got, expected, cure });
  }
}

function parse(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the 1-based column at which a key stands. */
function columnOfKey(line: string, key: string): number {
  return Math.max(0, line.indexOf(JSON.stringify(key))) + 1;
}
