import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

describe('Agenda', () => {
  it('does things in order of time, and at one instant in the order of entry', () => {
    const instants = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 60 });
    fc.assert(
      fc.property(instants, (atMs) => {
        const agenda = new Agenda(-50);
        const done: (readonly [number, number])[] = [];
        atMs.forEach((at, entry) => {
          agenda.at(at, (nowMs) => done.push([nowMs, entry]));
        });
        agenda.runUntil(50);
        const expected = atMs
          .map((at, entry) => [at, entry] as const)
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(done).toEqual(expected);
      }),
    );
  });

  it('does what is brought about on the way, and nothing that is not due', () => {
    const agenda = new Agenda(0);
    const done: number[] = [];
    const again = (nowMs: number) => {
      done.push(nowMs);
      agenda.at(nowMs + 4, again);
    };
    agenda.at(2, again);
    agenda.runUntil(10);
    expect(done).toEqual([2, 6, 10]);
  });

  it('refuses an instant that has passed', () => {
    const agenda = new Agenda(0);
    agenda.runUntil(100);
    expect(() => agenda.at(99, () => {})).toThrow(RangeError);
    expect(() => agenda.at(Number.NaN, () => {})).toThrow(RangeError);
  });
});
