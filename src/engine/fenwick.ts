/** Prefix counts over slots 0..size-1 in O(log size). Source: Fenwick 1994, "A new data structure for cumulative frequency tables". */
export class Fenwick {
  private readonly tree: Int32Array;

  constructor(size: number) {
    this.tree = new Int32Array(size + 1);
  }

  add(slot: number, delta: number): void {
    const tree = this.tree;
    for (let node = slot + 1; node < tree.length; node += node & -node) tree[node]! += delta;
  }

  /** Sum over slots 0..slot. */
  through(slot: number): number {
    const tree = this.tree;
    let sum = 0;
    for (let node = slot + 1; node > 0; node &= node - 1) sum += tree[node]!;
    return sum;
  }
}
