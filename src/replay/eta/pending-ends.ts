/** When a ticket stops waiting. */
export interface TicketEnd {
  readonly atMs: number;
  /** Else it leaves. */
  readonly isAdmission: boolean;
  readonly ticket: number;
  readonly line: number;
}

/** Ends in order of time, those of one instant as they were put in: a binary heap in typed arrays, 29 bytes an end. */
export class PendingEnds {
  size = 0;
  private atMs = new Float64Array(256);
  private order = new Float64Array(256);
  private ticket = new Float64Array(256);
  private line = new Uint32Array(256);
  private admits = new Uint8Array(256);
  private count = 0;

  /** Instant of the first end [ms]; Infinity where there is none. */
  get firstMs(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.atMs[0]!;
  }

  push(atMs: number, isAdmission: boolean, ticket: number, line: number): void {
    if (this.size === this.atMs.length) this.grow();
    const at = this.size++;
    this.atMs[at] = atMs;
    this.order[at] = this.count++;
    this.ticket[at] = ticket;
    this.line[at] = line;
    this.admits[at] = isAdmission ? 1 : 0;
    this.rise(at);
  }

  /** Takes out the first end. @throws RangeError where there is none */
  pop(): TicketEnd {
    if (this.size === 0) throw new RangeError('no end is pending');
    const first = {
      atMs: this.atMs[0]!,
      isAdmission: this.admits[0] === 1,
      ticket: this.ticket[0]!,
      line: this.line[0]!,
    };
    this.size--;
    this.swap(0, this.size);
    this.sink(0);
    return first;
  }

  private rise(from: number): void {
    for (let at = from; at > 0; ) {
      const above = (at - 1) >> 1;
      if (!this.isBefore(at, above)) return;
      this.swap(at, above);
      at = above;
    }
  }

  private sink(from: number): void {
    for (let at = from; ; ) {
      let first = at;
      for (const below of [2 * at + 1, 2 * at + 2]) {
        if (below < this.size && this.isBefore(below, first)) first = below;
      }
      if (first === at) return;
      this.swap(at, first);
      at = first;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const differenceMs = this.atMs[a]! - this.atMs[b]!;
    return differenceMs < 0 || (differenceMs === 0 && this.order[a]! < this.order[b]!);
  }

  private swap(a: number, b: number): void {
    for (const column of [this.atMs, this.order, this.ticket, this.line, this.admits]) {
      const kept = column[a]!;
      column[a] = column[b]!;
      column[b] = kept;
    }
  }

  private grow(): void {
    const size = this.atMs.length * 2;
    this.atMs = copied(this.atMs, new Float64Array(size));
    this.order = copied(this.order, new Float64Array(size));
    this.ticket = copied(this.ticket, new Float64Array(size));
    this.line = copied(this.line, new Uint32Array(size));
    this.admits = copied(this.admits, new Uint8Array(size));
  }
}

function copied<T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
