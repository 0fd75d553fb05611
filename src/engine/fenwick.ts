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

  /** Writes the count of each slot into a list of at least the same size, in O(size). */
  counts(into: Int32Array): void {
    const tree = this.tree;
    for (let node = 1; node < tree.length; node++) into[node - 1] = tree[node]!;
    for (let node = tree.length - 1; node > 0; node--) {
      const parent = node + (node & -node);
      if (parent < tree.length) into[parent - 1]! -= into[node - 1]!;
    }
  }
}
