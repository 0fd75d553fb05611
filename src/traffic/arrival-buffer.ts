import type { Arrivals } from './arrival-plan.ts';

/** Rows whose visitors join together at one instant. */
interface Gathering {
  readonly fromRow: number;
  readonly toRow: number;
  readonly joinMs: number;
}

const SMALLEST = 1024;

/**
 * Collects the instants of arrivals in order of joining, one Int32 each: ten million visitors are 40 MB, and no object is
 * made for any of them.
 */
export class ArrivalBuffer {
  private rows: Int32Array<ArrayBuffer>;
  private used = 0;
  private readonly gatherings: Gathering[] = [];

  /** @param expected arrivals to make room for; more still fit */
  constructor(expected: number) {
    this.rows = new Int32Array(Math.max(SMALLEST, Math.ceil(expected + 6 * Math.sqrt(expected))));
  }

  get length(): number {
    return this.used;
  }

  /** Adds a visitor who comes at a whole ms, not before the last one. */
  push(ms: number): void {
    if (this.used === this.rows.length) this.grow();
    this.rows[this.used++] = ms;
  }

  /** Makes the visitors from a row on join together, in the order that `below(n)`, uniform on 0..n-1, deals out. */
  gather(fromRow: number, joinMs: number, below: (n: number) => number): void {
    for (let row = this.used - 1; row > fromRow; row--) {
      const other = fromRow + below(row - fromRow + 1);
      const ms = this.rows[row]!;
      this.rows[row] = this.rows[other]!;
      this.rows[other] = ms;
    }
    this.gatherings.push({ fromRow, toRow: this.used, joinMs });
  }

  /** Returns the columns; without gatherings both are one and the same array. */
  finish(): Arrivals {
    const arriveMs = this.rows.length === this.used ? this.rows : this.rows.slice(0, this.used);
    if (this.gatherings.length === 0) return { arriveMs, joinMs: arriveMs };
    const joinMs = arriveMs.slice();
    for (const { fromRow, toRow, joinMs: at } of this.gatherings) joinMs.fill(at, fromRow, toRow);
    return { arriveMs, joinMs };
  }

  private grow(): void {
    const larger = new Int32Array(this.rows.length * 2);
    larger.set(this.rows);
    this.rows = larger;
  }
}
