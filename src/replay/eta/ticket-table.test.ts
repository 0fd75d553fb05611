import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HASHES, hashTicket } from './ticket-hash.ts';
import { TicketTable } from './ticket-table.ts';

const key = fc.oneof(
  fc.constantFrom(0, 1, 1023, 1024, 2 ** 32, HASHES - 1),
  // Few homes, so that keys step over each other.
  fc.tuple(fc.nat(3), fc.nat(40)).map(([low, high]) => high * 2 ** 32 + low + 1020),
);
const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: fc.nat(1e9) }),
  fc.record({ kind: fc.constant('delete' as const), key, value: fc.constant(0) }),
);

it('holds what a Map would', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const table = new TicketTable();
      const map = new Map<number, number>();
      for (const { kind, key, value } of steps) {
        if (kind === 'set') {
          table.set(key, value);
          map.set(key, value);
        } else {
          table.delete(key);
          map.delete(key);
        }
      }
      const values: number[] = [];
      table.forEach((value) => {
        values.push(value);
      });
      expect(values.sort()).toEqual([...map.values()].sort());
      expect(table.size).toBe(map.size);
      for (const { key } of steps) expect(table.get(key)).toBe(map.get(key));
    }),
    { numRuns: 200, seed: 11 },
  );
});

it('grows', () => {
  const table = new TicketTable();
  for (let i = 0; i < 20_000; i++) table.set(hashTicket(`ticket ${i}`), i);
  expect(table.size).toBe(20_000);
  for (let i = 0; i < 20_000; i += 97) expect(table.get(hashTicket(`ticket ${i}`))).toBe(i);
});

it('a hash is the head of the SHA-256, exact in a number', () => {
  // sha256("abc") = ba7816bf8f01cfea...
  expect(hashTicket('abc')).toBe(0xba7816bf8f01c);
  expect(hashTicket('abc')).toBeLessThan(HASHES);
});
