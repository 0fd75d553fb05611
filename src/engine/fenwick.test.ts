import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fenwick } from './fenwick.ts';

describe('Fenwick', () => {
  it('sums every prefix as adding one by one does', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: -5, max: 5 })), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), changes, (size, list) => {
        const tree = new Fenwick(size);
        const plain = new Array<number>(size).fill(0);
        for (const [pick, delta] of list) {
          tree.add(pick % size, delta);
          plain[pick % size]! += delta;
        }
        let sum = 0;
        for (let slot = 0; slot < size; slot++) {
          sum += plain[slot]!;
          expect(tree.through(slot)).toBe(sum);
        }
      }),
    );
  });
});
