import { describe, expect, it } from 'vitest';
import { ErrorBudget } from './error-budget.ts';
import { RateCeiling } from './rate-ceiling.ts';
import { SentQueue } from './sent-queue.ts';
import { SlipWindows } from './slip-windows.ts';

describe('ErrorBudget', () => {
  it('looks at the last five seconds, once twenty requests have ended in them', () => {
    const budget = new ErrorBudget(0.1);
    for (let i = 0; i < 19; i++) budget.count(true, 100);
    expect(budget.isSpent(100)).toBe(false);
    budget.count(true, 100);
    expect(budget.isSpent(100)).toBe(true);
    for (let i = 0; i < 180; i++) budget.count(false, 4_000);
    expect(budget.isSpent(4_999)).toBe(false);
    budget.count(true, 4_999);
    expect(budget.isSpent(4_999)).toBe(true);
    expect(budget.isSpent(5_000)).toBe(false);
    expect(budget.isSpent(60_000)).toBe(false);
    expect(budget.isSpentInAll).toBe(true);
  });

  it('is not spent by the very share that it allows', () => {
    const budget = new ErrorBudget(0.1);
    for (let i = 0; i < 20; i++) budget.count(i < 2, 0);
    expect(budget.isSpent(0)).toBe(false);
    expect(budget.isSpentInAll).toBe(false);
  });
});

describe('RateCeiling', () => {
  it('allows so many in each second and remembers that one was refused', () => {
    const ceiling = new RateCeiling(3);
    const allowed = [0, 10, 20, 1_000, 1_999, 1_999].map((ms) => ceiling.allows(ms));
    expect(allowed).toEqual([true, true, true, true, true, true]);
    expect(ceiling.isPassed).toBe(false);
    expect(ceiling.allows(1_999)).toBe(false);
    expect(ceiling.isPassed).toBe(true);
    expect(ceiling.allows(2_000)).toBe(true);
  });
});

describe('SlipWindows', () => {
  it('keeps the worst window that has enough requests, and lets small ones go on into the next', () => {
    const windows = new SlipWindows(1_000, 10);
    for (let i = 0; i < 9; i++) windows.add(i === 0 ? 60 : 1, i);
    for (let i = 0; i < 991; i++) windows.add(1, 2_000 + i);
    for (let i = 0; i < 20; i++) windows.add(40, 3_000);
    // The first window has nine requests in its second, and takes the tenth along from the next.
    expect(windows.close()).toMatchObject({ fromMs: 0, sent: 10 });
    const later = new SlipWindows(1_000, 10);
    for (let i = 0; i < 991; i++) later.add(1, i);
    for (let i = 0; i < 20; i++) later.add(40, 1_000);
    expect(later.close()).toMatchObject({ fromMs: 1_000, sent: 20 });
  });

  it('judges nothing where too few were sent', () => {
    const windows = new SlipWindows(1_000, 10);
    windows.add(500, 0);
    expect(windows.close()).toBeUndefined();
  });
});

describe('SentQueue', () => {
  it('gives back what is overdue, oldest first, and forgets what is over, through growth and wrapping', () => {
    const queue = new SentQueue();
    const open = new Set<number>();
    const isOver = (ticket: number) => !open.has(ticket);
    const overdue: number[] = [];
    for (let ticket = 0; ticket < 20_000; ticket++) {
      queue.add(ticket, 1, ticket);
      open.add(ticket);
      // Two in three are answered a little later; the others are overdue after 3,000.
      if (ticket >= 50 && ticket % 3 !== 0) open.delete(ticket - 50);
      for (;;) {
        const late = queue.takeOverdue(ticket - 3_000, isOver);
        if (late === undefined) break;
        open.delete(late);
        overdue.push(late);
      }
    }
    expect(overdue.length).toBeGreaterThan(5_000);
    expect(overdue).toEqual([...overdue].sort((a, b) => a - b));
    expect(Math.max(...overdue)).toBeLessThanOrEqual(16_999);
    expect([...open].every((ticket) => ticket > 16_999)).toBe(true);
  });
});
