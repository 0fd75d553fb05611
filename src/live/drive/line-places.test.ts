import { expect, it } from 'vitest';
import { LinePlaces } from './line-places.ts';

const nobody = { has: () => false };
const everybody = { has: () => true };

it('gives tickets the slots that the target says, in whatever order its answers come', () => {
  const places = new LinePlaces(4);
  expect(places.take(0, 0, nobody)).toBe(0);
  expect(places.take(2, 2, nobody)).toBe(2);
  expect(places.take(1, 1, nobody)).toBe(1);
  expect([0, 1, 2].map((ticket) => places.slot(ticket))).toEqual([0, 1, 2]);
});

it('moves a ticket whose slot a newcomer of the same step gets to the newest slot', () => {
  const places = new LinePlaces(3);
  places.take(0, 0, nobody);
  places.take(1, 1, everybody);
  expect(places.take(2, 0, everybody)).toBe(2);
  expect([0, 1, 2].map((slot) => places.ticket(slot))).toEqual([2, 1, 0]);
  expect([0, 1, 2].map((ticket) => places.slot(ticket))).toEqual([2, 1, 0]);
});
