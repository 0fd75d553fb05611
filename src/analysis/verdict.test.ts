import { describe, expect, it } from 'vitest';
import { buildClusterRun } from '../testing/cluster-record-builder.ts';
import { buildPlan, buildRecord, buildRules } from '../testing/record-builder.ts';
import type { SecondSpec, VisitSpec } from '../testing/series-builder.ts';
import { remainingMs, verdictOf } from './verdict.ts';

const waiting: VisitSpec = { joinMs: 0, endMs: 600_000, outcome: 'censored' };
const seconds = (n: number, second: (s: number) => SecondSpec) =>
  Array.from({ length: n }, (_, s) => second(s));

describe('the verdict', () => {
  it('is empties when nobody is left waiting', () => {
    expect(verdictOf(buildRecord({ visits: [{ joinMs: 0, endMs: 5_000 }] }))).toBe('empties');
    expect(verdictOf(buildRecord())).toBe('empties');
  });

  it('is sold-out once the last seat is sold, whoever is left', () => {
    const seats = { held: Int32Array.of(0), sold: Int32Array.of(10), returned: 0, turnedAway: 0 };
    const withSeats = (soldOut: { soldOutMs?: number }) =>
      buildClusterRun(600, undefined, { seats: { ...seats, ...soldOut } }, { visits: [waiting] });
    expect(verdictOf(withSeats({ soldOutMs: 300_000 }))).toBe('sold-out');
    expect(verdictOf(withSeats({}))).not.toBe('sold-out');
  });

  it('is stalls when people waited for a minute and nobody was let in', () => {
    const record = buildRecord({
      visits: [waiting],
      seconds: seconds(600, (s) => ({ line: 50, admitted: s < 540 ? 1 : 0 })),
    });
    expect(verdictOf(record)).toBe('stalls');
  });

  it('is not stalls when the last minute let one in, or nobody but ghosts waited in a part of it', () => {
    const one = seconds(600, (s) => ({ line: 50, admitted: s === 541 ? 1 : 0 }));
    expect(verdictOf(buildRecord({ visits: [waiting], seconds: one }))).toBe('does-not-empty');
    const ghosts = seconds(600, (s) => ({ line: 50, ghosts: s === 570 ? 50 : 0, admitted: 0 }));
    expect(verdictOf(buildRecord({ visits: [waiting], seconds: ghosts }))).toBe('does-not-empty');
  });

  it('gives a slow bucket the time of two tokens before it is called stalled', () => {
    const bucket = { capacityTokens: 1, refillPerSec: 1 / 120, clockResolutionMs: 1 };
    const plan = buildPlan({ admission: buildRules({ bucket }) });
    const quietMinutes = seconds(600, (s) => ({ line: 50, admitted: s % 120 === 0 ? 1 : 0 }));
    expect(verdictOf(buildRecord({ plan, visits: [waiting], seconds: quietMinutes }))).toBe('does-not-empty');
  });

  it('is keeps-up when people go on coming and the line does not grow', () => {
    const steady = seconds(600, () => ({ line: 100, joins: 5, admitted: 5 }));
    expect(verdictOf(buildRecord({ visits: [waiting], seconds: steady }))).toBe('keeps-up');
  });

  it('is keeps-up when people still came in the last minute and the rest are a minute of admissions or less', () => {
    const visits = (left: number): VisitSpec[] => [
      ...Array.from({ length: 300 }, (_, i) => ({ joinMs: 0, endMs: 300_500 + i * 999 })),
      ...Array.from({ length: left }, () => waiting),
    ];
    const draining = seconds(600, (s) => ({ line: 5_000 - 5 * s, joins: s === 590 ? 1 : 0, admitted: 5 }));
    expect(verdictOf(buildRecord({ visits: visits(59), seconds: draining }))).toBe('keeps-up');
    expect(verdictOf(buildRecord({ visits: visits(62), seconds: draining }))).toBe('does-not-empty');
    const over = seconds(600, (s) => ({ line: 5_000 - 5 * s, joins: s === 530 ? 1 : 0, admitted: 5 }));
    expect(verdictOf(buildRecord({ visits: visits(59), seconds: over }))).toBe('does-not-empty');
  });

  it.each<[string, (s: number) => SecondSpec]>([
    ['the line grows', (s) => ({ line: 100 + s, joins: 6, admitted: 5 })],
    [
      'a burst drains and hardly anybody comes',
      (s) => ({ line: 5_000 - 5 * s, joins: s % 10 === 0 ? 1 : 0, admitted: 5 }),
    ],
    ['nobody comes any more', () => ({ line: 100, joins: 0, admitted: 1 })],
  ])('is does-not-empty when %s', (_, second) => {
    expect(verdictOf(buildRecord({ visits: [waiting], seconds: seconds(600, second) }))).toBe(
      'does-not-empty',
    );
  });
});

describe('the time that the rest of the line needs', () => {
  it('is the visitors left over the admission rate of the last five minutes', () => {
    const early = Array.from({ length: 500 }, () => ({ joinMs: 0, endMs: 100_000 }));
    const late = Array.from({ length: 30 }, (_, i) => ({ joinMs: 0, endMs: 310_000 + i * 1_000 }));
    const left = Array.from({ length: 60 }, () => waiting);
    // 30 in 300 s: 60 more need 600 s.
    expect(remainingMs(buildRecord({ visits: [...early, ...late, ...left] }))).toBeCloseTo(600_000, 6);
  });

  it('is absent when nobody waits or nobody was let in', () => {
    expect(remainingMs(buildRecord({ visits: [{ joinMs: 0, endMs: 1_000 }] }))).toBeUndefined();
    expect(remainingMs(buildRecord({ visits: [waiting] }))).toBeUndefined();
  });
});
