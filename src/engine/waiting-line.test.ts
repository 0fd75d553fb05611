import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WaitingLine } from './waiting-line.ts';

type Move = 'join' | 'remove' | 'mark inactive' | 'mark active' | 'pop head';

const moves: fc.Arbitrary<readonly [Move, number][]> = fc.array(
  fc.tuple(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant<Move>('join') },
      { weight: 2, arbitrary: fc.constantFrom<Move>('remove', 'pop head') },
      { weight: 2, arbitrary: fc.constantFrom<Move>('mark inactive', 'mark active') },
    ),
    fc.nat({ max: 10_000 }),
  ),
  { minLength: 20, maxLength: 120 },
);

/** The same line as a sorted list of tickets. */
class PlainLine {
  tickets: { readonly slot: number; active: boolean }[] = [];
  readonly headRanks: number;
  readonly skip: boolean;

  constructor(headRanks: number, skip: boolean) {
    this.headRanks = headRanks;
    this.skip = skip;
  }

  get counted(): readonly number[] {
    return this.tickets.filter(({ active }) => active || !this.skip).map(({ slot }) => slot);
  }

  join(slot: number): void {
    this.tickets.push({ slot, active: true });
    this.tickets.sort((a, b) => a.slot - b.slot);
  }

  remove(slot: number): void {
    this.tickets = this.tickets.filter((ticket) => ticket.slot !== slot);
  }

  mark(slot: number, active: boolean): void {
    const ticket = this.tickets.find((candidate) => candidate.slot === slot);
    if (ticket !== undefined) ticket.active = active;
  }
}

function expectSame(line: WaitingLine, plain: PlainLine): void {
  const { tickets, counted, headRanks } = plain;
  let activeAhead = 0;
  const expected = tickets.map(({ slot, active }, index) => {
    const row = [slot, index + 1, activeAhead];
    if (active) activeAhead++;
    return row;
  });
  expect([line.length, line.activeLength]).toEqual([tickets.length, activeAhead]);
  expect(tickets.map(({ slot }) => [slot, line.position(slot), line.activeAhead(slot)])).toEqual(expected);
  expect(counted.map((slot) => [slot, line.rank(slot), slot <= line.gateSlot])).toEqual(
    counted.map((slot, index) => [slot, index + 1, index < headRanks]),
  );
}

/** Slots join in steps of `stepSlots`: out of order inside a step, steps in order. `spread` puts gaps between them. */
function play(
  list: readonly (readonly [Move, number])[],
  stepSlots: number,
  spread: number,
  headRanks: number,
  skip: boolean,
): void {
  const line = new WaitingLine(list.length * spread + stepSlots * spread, headRanks, skip);
  const plain = new PlainLine(headRanks, skip);
  let step: number[] = [];
  let nextSlot = 0;
  let passedSlot = -1;
  for (const [move, pick] of list) {
    const any = plain.tickets[pick % Math.max(1, plain.tickets.length)]?.slot;
    if (move === 'join') {
      if (step.length === 0) step = Array.from({ length: stepSlots }, () => spread * nextSlot++);
      const [slot] = step.splice(pick % step.length, 1);
      line.join(slot!);
      plain.join(slot!);
    } else if (move === 'pop head') {
      const head = line.head();
      expect(head).toBe(plain.counted[0]);
      passedSlot = Math.max(passedSlot, head ?? -1);
      expect(line.passedSlot).toBe(passedSlot);
      if (head !== undefined) {
        line.remove(head);
        plain.remove(head);
      }
    } else if (any !== undefined && move === 'remove') {
      line.remove(any);
      plain.remove(any);
      line.markActive(any);
      line.markInactive(any);
      expect(line.has(any)).toBe(false);
    } else if (any !== undefined) {
      const active = move === 'mark active';
      if (active) line.markActive(any);
      else line.markInactive(any);
      plain.mark(any, active);
      expect(line.has(any)).toBe(true);
    }
    expectSame(line, plain);
  }
  expect(line.head()).toBe(plain.counted[0]);
}

describe.each([false, true])('WaitingLine, inactive tickets skipped: %s', (skip) => {
  it.each([1, 2, 5, 20, Number.POSITIVE_INFINITY])(
    'keeps order, ranks and a gate of %d as a sorted list does, through any history',
    (headRanks) => {
      const steps = fc.constantFrom(1, 2, 9);
      fc.assert(
        fc.property(moves, steps, fc.constantFrom(1, 17), (list, stepSlots, spread) => {
          play(list, stepSlots, spread, headRanks, skip);
        }),
        { numRuns: 25 },
      );
    },
  );

  it('lets in whoever moves up when a ticket inside the gate leaves', () => {
    const line = new WaitingLine(300, 2, skip);
    for (const slot of [0, 100, 299]) line.join(slot);
    expect([0, 100, 299].map((slot) => slot <= line.gateSlot)).toEqual([true, true, false]);
    line.remove(0);
    expect([100, 299].map((slot) => slot <= line.gateSlot)).toEqual([true, true]);
  });
});

describe('WaitingLine with ghosts at its head', () => {
  it('is closed by as many ghosts as the gate is wide, unless it skips them', () => {
    const [stuck, flowing] = [false, true].map((skip) => {
      const line = new WaitingLine(10, 3, skip);
      for (let slot = 0; slot < 6; slot++) line.join(slot);
      for (const ghost of [0, 1, 2]) line.markInactive(ghost);
      return [3, 4, 5].map((slot) => slot <= line.gateSlot);
    });
    expect(stuck).toEqual([false, false, false]);
    expect(flowing).toEqual([true, true, true]);
  });
});
