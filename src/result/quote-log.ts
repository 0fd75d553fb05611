import type { EstimatorId } from '../engine/eta/plan.ts';
import { NO_QUOTE, type QuoteColumns } from './run-record.ts';

/** Rows after which the sample of visitors is halved, so that memory is bounded however long the run is. */
const MOST_ROWS = 2_000_000;

/**
 * Kept quotes, a growing table. When it is full, every second visitor of the sample leaves it, with all its rows: the
 * share that is left says so, and no estimator is favored.
 */
export class QuoteLog<Id extends string = EstimatorId> {
  private readonly ids: readonly Id[];
  private readonly mostRows: number;
  private visit = new Uint32Array(4096);
  private atMs = new Int32Array(4096);
  private position = new Uint32Array(4096);
  private shown: Uint32Array[];
  private rows = 0;

  constructor(ids: readonly Id[], mostRows: number = MOST_ROWS) {
    this.ids = ids;
    this.mostRows = mostRows;
    this.shown = ids.map(() => new Uint32Array(4096));
  }

  /** Starts a row; the caller then gives each estimator's value by `show`. */
  add(visit: number, atMs: number, position: number): void {
    if (this.rows === this.visit.length) this.grow();
    this.visit[this.rows] = visit;
    this.atMs[this.rows] = atMs;
    this.position[this.rows] = position;
    this.rows++;
  }

  /** Value of estimator `index` in the row begun last [whole s]. */
  show(index: number, seconds: number | undefined): void {
    this.shown[index]![this.rows - 1] = seconds === undefined ? NO_QUOTE : Math.min(seconds, NO_QUOTE - 1);
  }

  get isFull(): boolean {
    return this.rows >= this.mostRows;
  }

  /** Drops the rows of visitors who are no longer in the sample. */
  keepOnly(sampled: Uint8Array): void {
    let kept = 0;
    for (let row = 0; row < this.rows; row++) {
      if (sampled[this.visit[row]!] === 0) continue;
      this.visit[kept] = this.visit[row]!;
      this.atMs[kept] = this.atMs[row]!;
      this.position[kept] = this.position[row]!;
      for (const column of this.shown) column[kept] = column[row]!;
      kept++;
    }
    this.rows = kept;
  }

  columns(sampledShare: number): QuoteColumns<Id> {
    const shownSec: Partial<Record<Id, Uint32Array>> = {};
    this.ids.forEach((id, index) => {
      shownSec[id] = this.shown[index]!.subarray(0, this.rows);
    });
    return {
      sampledShare,
      visit: this.visit.subarray(0, this.rows),
      atMs: this.atMs.subarray(0, this.rows),
      position: this.position.subarray(0, this.rows),
      shownSec,
    };
  }

  private grow(): void {
    const size = this.visit.length * 2;
    this.visit = enlarged(this.visit, new Uint32Array(size));
    this.atMs = enlarged(this.atMs, new Int32Array(size));
    this.position = enlarged(this.position, new Uint32Array(size));
    this.shown = this.shown.map((column) => enlarged(column, new Uint32Array(size)));
  }
}

function enlarged<T extends Uint32Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
