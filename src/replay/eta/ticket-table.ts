/** Marks a free place; keys are stored with 1 added. */
const FREE = 0;

/**
 * A number for each of many keys: open addressing with linear probing over typed arrays, half of them free at least. A Map
 * would need five times the memory and end at 2^24 entries.
 * Keys are whole numbers 0..2^52 - 1 whose low bits are spread evenly, as hashes are.
 */
export class TicketTable {
  size = 0;
  private keys = new Float64Array(1024);
  private values = new Int32Array(1024);

  /** Value of a key, or undefined where it is not in the table. */
  get(key: number): number | undefined {
    const at = this.find(key);
    return this.keys[at] === FREE ? undefined : this.values[at]!;
  }

  set(key: number, value: number): void {
    if (2 * (this.size + 1) > this.keys.length) this.grow();
    const at = this.find(key);
    if (this.keys[at] === FREE) this.size++;
    this.keys[at] = key + 1;
    this.values[at] = value;
  }

  /** Removes a key that may be there, and moves back those that stepped over it. Source: Knuth, TAOCP 3, 6.4, algorithm R. */
  delete(key: number): void {
    const { keys, values } = this;
    const mask = keys.length - 1;
    let hole = this.find(key);
    if (keys[hole] === FREE) return;
    this.size--;
    for (let at = (hole + 1) & mask; keys[at] !== FREE; at = (at + 1) & mask) {
      const home = this.homeOf(keys[at]! - 1);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      keys[hole] = keys[at]!;
      values[hole] = values[at]!;
      hole = at;
    }
    keys[hole] = FREE;
  }

  /** Values of all keys, in no order. */
  forEach(visit: (value: number) => void): void {
    for (let at = 0; at < this.keys.length; at++) if (this.keys[at] !== FREE) visit(this.values[at]!);
  }

  private homeOf(key: number): number {
    // Modulo 2^32, as >>> converts.
    return (key >>> 0) & (this.keys.length - 1);
  }

  private find(key: number): number {
    const { keys } = this;
    const mask = keys.length - 1;
    let at = this.homeOf(key);
    while (keys[at] !== FREE && keys[at] !== key + 1) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Float64Array(keys.length * 2);
    this.values = new Int32Array(keys.length * 2);
    for (let from = 0; from < keys.length; from++) {
      if (keys[from] === FREE) continue;
      const at = this.find(keys[from]! - 1);
      this.keys[at] = keys[from]!;
      this.values[at] = values[from]!;
    }
  }
}
