import { describe, expect, it } from 'vitest';
import { WaitingLine } from './waiting-line.ts';

function lineOf(tickets: number, skipInactive = true): WaitingLine {
  const line = new WaitingLine(tickets, Number.POSITIVE_INFINITY, skipInactive);
  for (let slot = 0; slot < tickets; slot++) line.join(slot);
  return line;
}

describe('the position shown', () => {
  it('counts ghosts ahead until push has passed over them', () => {
    const line = lineOf(10);
    for (const slot of [0, 1, 5]) line.markInactive(slot);
    expect(line.shownPosition(7)).toBe(8);
    expect(line.head()).toBe(2);
    expect(line.shownPosition(7)).toBe(6);
    expect(line.position(7)).toBe(8);
  });

  it('does not move when the sweep removes a ghost that was passed over', () => {
    const line = lineOf(10);
    line.markInactive(0);
    line.head();
    const before = line.shownPosition(4);
    line.remove(0);
    expect(line.shownPosition(4)).toBe(before);
  });

  it('is that of the whole line in pull mode, which passes over nobody', () => {
    const line = lineOf(6, false);
    line.markInactive(0);
    expect(line.shownPosition(3)).toBe(line.position(3));
  });

  it('of somebody who comes back after being passed over is the front, and others stand behind again', () => {
    const line = lineOf(5);
    line.markInactive(0);
    line.markInactive(1);
    line.head();
    expect(line.shownPosition(0)).toBe(1);
    line.markActive(0);
    expect(line.shownPosition(0)).toBe(1);
    expect(line.head()).toBe(0);
    expect(line.shownPosition(2)).toBe(3);
  });
});
