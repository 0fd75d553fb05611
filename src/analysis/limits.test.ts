import { describe, expect, it } from 'vitest';
import type { AdmissionRules } from '../engine/rules.ts';
import { buildPlan, buildRecord, buildRules } from '../testing/record-builder.ts';
import type { SecondSpec } from '../testing/series-builder.ts';
import { allowedRates } from './gate-rate.ts';
import { findLimits } from './limits.ts';

function limitsOf(rules: Partial<AdmissionRules>, seconds: readonly SecondSpec[]) {
  const plan = buildPlan({ admission: buildRules(rules) });
  return findLimits(buildRecord({ plan, seconds }), allowedRates(plan.admission, plan.visitors));
}

const times = (n: number, second: SecondSpec): readonly SecondSpec[] =>
  Array.from({ length: n }, () => second);
/** 500 people wait, tokens lie in the bucket and ten are let in. */
const busy: SecondSpec = { line: 500, tokens: 5, admitted: 10 };

describe('a second in which somebody waits is held back by', () => {
  it.each<[string, Partial<AdmissionRules>, SecondSpec, string | undefined]>([
    ['an enter refused for want of a token', {}, { ...busy, refusedByBucket: 1 }, 'bucket'],
    ['a dry bucket, push', { mode: 'push' }, { ...busy, tokens: 0.5 }, 'bucket'],
    ['a dry bucket that nobody asked, pull', {}, { ...busy, tokens: 0 }, 'bucket'],
    ['a dry bucket in a pause', {}, { ...busy, tokens: 0, refillPerSec: 0 }, 'pause'],
    ['nothing while tokens are left in a pause', {}, { ...busy, refillPerSec: 0 }, undefined],
    ['enters refused for want of a session', {}, { ...busy, refusedBySessions: 2 }, 'sessions'],
    [
      'full sessions, push',
      { mode: 'push', sessions: { max: 30, durationMs: { kind: 'fixed', value: 60_000 } } },
      { ...busy, sessions: 30 },
      'sessions',
    ],
    ['429s and no admission', {}, { ...busy, admitted: 0, limited: 4 }, 'limiter'],
    ['nothing where 429s and admissions go together', {}, { ...busy, limited: 4 }, undefined],
    ['ghosts that fill the gate', { headRanks: 100 }, { ...busy, admitted: 0, ghosts: 100 }, 'ghosts'],
    ['a line longer than the gate', { headRanks: 100 }, { ...busy, ghosts: 99 }, 'gate'],
    ['a minimum wait', { headRanks: 500, minWaits: [{ waitMs: 5_000 }] }, busy, 'min-wait'],
    ['nothing but its own polls', { headRanks: 500 }, busy, undefined],
  ])('%s', (_, rules, second, kind) => {
    expect(limitsOf(rules, times(10, second)).map((limit) => limit.kind)).toEqual(
      kind === undefined ? [] : [kind],
    );
  });
});

describe('limits', () => {
  const dry: SecondSpec = { ...busy, refusedByBucket: 3 };

  it('share the seconds in which somebody waited, ghosts not counting as somebody', () => {
    const limits = limitsOf({ headRanks: 100 }, [
      ...times(10, { line: 0 }),
      ...times(5, { line: 30, ghosts: 30 }),
      ...times(30, busy),
      ...times(10, dry),
    ]);
    expect(limits.map(({ kind, share, firstAtMs }) => [kind, share, firstAtMs])).toEqual([
      ['gate', 30 / 40, 15_000],
      ['bucket', 10 / 40, 45_000],
    ]);
  });

  it('are ordered by the first time they hold for three seconds on end', () => {
    const limits = limitsOf({ headRanks: 100 }, [
      ...times(2, dry),
      ...times(4, busy),
      ...times(2, dry),
      busy,
      ...times(3, dry),
    ]);
    expect(limits.map(({ kind, firstAtMs }) => [kind, firstAtMs])).toEqual([
      ['gate', 2_000],
      ['bucket', 9_000],
    ]);
  });

  it('that never hold for three seconds on end are not named', () => {
    expect(limitsOf({}, [...times(2, dry), { line: 0 }, ...times(2, dry)])).toEqual([]);
  });

  it('say what they allow: the refill in force, the closed form of the gate, sessions over their mean duration', () => {
    const bucket = limitsOf({ schedule: [{ atMs: 2_000, refillPerSec: 7 }] }, [busy, busy, ...times(5, dry)]);
    expect(bucket[0]?.allowsPerSec).toBe(7);
    expect(limitsOf({ headRanks: 100 }, times(5, busy))[0]?.allowsPerSec).toBeCloseTo(40, 9);
    const sessions = { max: 30, durationMs: { kind: 'fixed' as const, value: 60_000 } };
    expect(limitsOf({ sessions }, times(5, { ...busy, refusedBySessions: 1 }))[0]?.allowsPerSec).toBe(0.5);
  });

  it('are none where nobody waited', () => {
    expect(limitsOf({}, times(20, { refusedByBucket: 1 }))).toEqual([]);
  });
});
