import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from './instant.ts';

describe('parseInstant', () => {
  it.each([
    ['2026-10-03T20:00:00+09:00', Date.UTC(2026, 9, 3, 11), 72_000_000],
    ['2026-10-03T20:00Z', Date.UTC(2026, 9, 3, 20), 72_000_000],
    ['2024-02-29T23:59:59.250-05:30', Date.UTC(2024, 2, 1, 5, 29, 59, 250), 86_399_250],
  ])('reads %s', (text, epochMs, timeOfDayMs) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: { epochMs, timeOfDayMs } });
  });

  it.each([
    ['2026-10-03T20:00:00', 'unit-missing'],
    ['2026-13-03T20:00:00Z', 'out-of-range'],
    ['2025-02-29T20:00:00Z', 'out-of-range'],
    ['2026-10-03T24:00:00Z', 'out-of-range'],
    ['2026-10-03', 'malformed'],
    ['20:00', 'malformed'],
  ])('refuses %s as %s', (text, code) => {
    const result = parseInstant(text);
    expect(result.ok ? 'accepted' : result.problem.code).toBe(code);
  });

  it('counts the days as the calendar does', () => {
    const dates = fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseInstant(date.toISOString())).toMatchObject({ value: { epochMs: date.getTime() } });
      }),
    );
  });
});
