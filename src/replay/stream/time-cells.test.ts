import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TraceProblems } from '../trace-problems.ts';
import { readTime } from '../trace-time.ts';
import type { StreamRow } from './stream-row.ts';
import { offsetOf, TimeCells } from './time-cells.ts';

function cell(text: string, name = 'at'): StreamRow {
  return { line: 1, text: () => text, nameOf: () => name, columnOf: () => 1 };
}

describe('times of rows', () => {
  it('are those that are read one by one, whatever came before', () => {
    const part = (max: number) => fc.nat(max).map((n) => String(n).padStart(2, '0'));
    const fraction = fc.constantFrom('', '.5', '.123', '.999', '.0005', '.123456789');
    const zone = fc.constantFrom('Z', '', '+09:00', '-03:30');
    const time = fc
      .tuple(fc.constantFrom('T', ' '), part(23), part(2), part(59), fraction, zone)
      .map(([t, h, m, s, f, z]) => `2026-10-03${t}${h}:${m}:${s}${f}${z}`);
    const any = fc.oneof(
      time,
      time,
      fc.constantFrom('', 'now', '2026-10-03T20:00:', '2026-10-03T20:00:99Z', '17'),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (texts) => {
        const times = new TimeCells(new TraceProblems('t'), () => 'any');
        for (const text of texts) expect(times.read(cell(text), 0)).toBe(readTime(text, 'any'));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it('know the offset from UTC in which the first was written', () => {
    const times = new TimeCells(new TraceProblems('t'), () => 'any');
    times.read(cell('2026-10-03T20:00:00+09:00'), 0);
    times.read(cell('2026-10-03T20:00:01Z'), 0);
    expect(times.utcOffsetMs).toBe(32_400_000);
    expect(['Z', '-03:30', '+00:00'].map(offsetOf)).toEqual([0, -12_600_000, 0]);
  });
});
