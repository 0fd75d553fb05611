import { LineFeed } from '../stream/line-feed.ts';
import { RowFeed } from '../stream/row-feed.ts';
import type { StreamRow, Vocabulary } from '../stream/stream-row.ts';
import { TimeCells } from '../stream/time-cells.ts';
import type { TraceProblems } from '../trace-problems.ts';
import { plainName, roleOf } from '../trace-roles.ts';
import type { TimeUnit } from '../trace-time.ts';

const TIME = 0;
const COST = 1;
const ALLOWED = 2;

const FIELD_OF: ReadonlyMap<string, number> = new Map([
  ...['cost', 'tokens', 'weight', 'permits'].map((name) => [name, COST] as const),
  ...['allowed', 'granted', 'admitted', 'ok'].map((name) => [name, ALLOWED] as const),
]);

const COLUMNS: Vocabulary = {
  fields: 3,
  names: ['at', 'atMs', 'atSec', 'cost', 'allowed'],
  example: 'atMs,cost',
  fieldOf: (name) => FIELD_OF.get(plainName(name)) ?? (roleOf(name).kind === 'time' ? TIME : undefined),
  lacks: (has) => (has(TIME) ? undefined : 'a time: at, atMs or atSec'),
};

const YES = /^(?:true|yes|1|allowed?|granted|admitted|ok|2\d\d)$/i;
const NO = /^(?:false|no|0|denied|deny|refused|rejected|limited|403|429)$/i;

/** Six decimals are whole nano-tokens. */
const COST_CELL = /^\d{1,9}(?:\.\d{1,6})?$/;

/** One recorded request. The same object is used for each, so whoever wants to keep something copies it. */
export interface BucketRequest {
  /** On the clock of the recording [whole ms]. */
  atMs: number;
  /** Tokens that it asks for, 0 or more. */
  cost: number;
  /** What was answered; absent where the recording does not say. */
  allowed: boolean | undefined;
  /** 1-based. */
  line: number;
}

/** Makes requests of the bytes of a recording. Problems are reported; a row that cannot be understood is left out. */
export class BucketFeed {
  private readonly request: BucketRequest = { atMs: 0, cost: 1, allowed: undefined, line: 0 };
  private readonly lines: LineFeed;
  private readonly times: TimeCells;
  private readonly problems: TraceProblems;
  private readonly sink: (request: BucketRequest) => void;
  private row: StreamRow | undefined;

  /** @param ignored names of columns that are passed over */
  constructor(ignored: readonly string[], problems: TraceProblems, sink: (request: BucketRequest) => void) {
    this.problems = problems;
    this.sink = sink;
    this.times = new TimeCells(problems, timeUnitOf);
    const rows = new RowFeed(COLUMNS, ignored, problems, (row) => this.take(row));
    this.lines = new LineFeed(problems, (line, number) => rows.line(line, number));
  }

  push(chunk: Uint8Array): void {
    this.lines.push(chunk);
  }

  end(): void {
    this.lines.end();
  }

  /** Where the time of the row in hand begins. */
  get timePlace(): { readonly line: number; readonly column: number } {
    return { line: this.request.line, column: this.row?.columnOf(TIME) ?? 1 };
  }

  private take(row: StreamRow): void {
    const { request } = this;
    this.row = row;
    request.line = row.line;
    const atMs = this.times.read(row, TIME);
    const cost = this.costOf(row);
    request.allowed = this.allowedOf(row);
    if (atMs === undefined || cost === undefined) return;
    request.atMs = atMs;
    request.cost = cost;
    this.sink(request);
  }

  private costOf(row: StreamRow): number | undefined {
    const text = row.text(COST);
    if (text === '') return 1;
    if (COST_CELL.test(text)) return Number(text);
    this.refuse(row, COST, 'trace-count', 'tokens from 0 on, with up to 6 decimals', '1');
    return undefined;
  }

  private allowedOf(row: StreamRow): boolean | undefined {
    const text = row.text(ALLOWED);
    if (text === '') return undefined;
    if (YES.test(text)) return true;
    if (!NO.test(text))
      this.refuse(row, ALLOWED, 'unknown-word', 'true or false, 200 or 429, or nothing', 'true');
    return false;
  }

  private refuse(row: StreamRow, field: number, code: string, expected: string, cure: string): void {
    const place = { line: row.line, column: row.columnOf(field) };
    const got = row.text(field).slice(0, 40);
    this.problems.at(place, { code, path: row.nameOf(field) ?? 'row', got, expected, cure });
  }
}

function timeUnitOf(name: string): TimeUnit {
  const role = roleOf(name);
  return role.kind === 'time' ? role.unit : 'any';
}
