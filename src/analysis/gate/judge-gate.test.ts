import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GatedMetric } from './gated-metric.ts';
import { judgeGate, type SeedPair } from './judge-gate.ts';

const A20: GatedMetric = {
  path: 'eta.displayed.phases.cold.a20',
  keys: ['eta', 'ql', 'phases', 'cold', 'a20'],
  unit: 'share',
  better: 'high',
  worsening: { kind: 'points' },
  role: 'decisive',
  margin: 0.02,
};
const MAE: GatedMetric = {
  ...A20,
  path: 'eta.displayed.overall.mae',
  unit: 'ms',
  better: 'low',
  worsening: { kind: 'ratio', floor: 500 },
  margin: Math.log1p(0.02),
};
const JITTER: GatedMetric = { ...MAE, path: 'eta.displayed.jitter', role: 'guard', margin: Math.log1p(0.1) };
const FIRST = { look: 1, looks: 2 };

type Values = Readonly<Record<string, number>>;

/** Pairs of runs from the figures before and after; a pair with the same figures has the same digest. */
function pairs(count: number, of: (i: number) => readonly [before: Values, after: Values]): SeedPair[] {
  return Array.from({ length: count }, (_, seed) => {
    const [before, after] = of(seed);
    return {
      before: { seed, digest: JSON.stringify(before), metrics: before },
      after: { seed, digest: JSON.stringify(after), metrics: after },
    };
  });
}

/** A spread of values around zero: -1 to 1 over the pairs. */
const around = (i: number) => ((i * 7) % 20) / 9.5 - 1;

const verdictOf = (path: string, findings: ReturnType<typeof judgeGate>) =>
  findings.metrics.find((metric) => metric.path === path)?.verdict;

describe('judgeGate', () => {
  it('passes identical runs without a test', () => {
    const same = pairs(20, (i) => [{ [MAE.path]: i }, { [MAE.path]: i }]);
    const findings = judgeGate(same, [MAE], FIRST);
    expect(findings).toMatchObject({ verdict: 'pass', identical: true, identicalPairs: 20 });
    expect(findings.metrics[0]).not.toHaveProperty('p');
    expect(findings.metrics[0]).not.toHaveProperty('upper');
  });

  it('passes equal figures of runs with other bits: both 100 %, both without error', () => {
    const equal = pairs(20, (i) => [
      { [A20.path]: 1, [MAE.path]: 0, other: i },
      { [A20.path]: 1, [MAE.path]: 0, other: -i - 1 },
    ]);
    const findings = judgeGate(equal, [A20, MAE], FIRST);
    expect(findings).toMatchObject({ verdict: 'pass', identical: false });
    expect(findings.metrics.map(({ worse }) => worse)).toEqual([0, 0]);
  });

  it('takes errors below half a second for equal: what is shown has whole seconds', () => {
    const tiny = pairs(20, () => [{ [MAE.path]: 100 }, { [MAE.path]: 450 }]);
    expect(judgeGate(tiny, [MAE], FIRST).verdict).toBe('pass');
  });

  it('fails a fall of 5 points and an error that grew by 5 %, and not the other way round', () => {
    const worse = pairs(20, (i) => [
      { [A20.path]: 0.8, [MAE.path]: 40_000 },
      { [A20.path]: 0.75 + around(i) / 100, [MAE.path]: 42_000 + 400 * around(i) },
    ]);
    const findings = judgeGate(worse, [A20, MAE], FIRST);
    expect(findings.verdict).toBe('fail');
    expect([verdictOf(A20.path, findings), verdictOf(MAE.path, findings)]).toEqual(['fail', 'fail']);
    const better = worse.map(({ before, after }) => ({ before: after, after: before }));
    expect(judgeGate(better, [A20, MAE], FIRST).verdict).toBe('pass');
  });

  it('is inconclusive where the interval holds the margin', () => {
    const open = pairs(20, (i) => [{ [A20.path]: 0.8 }, { [A20.path]: 0.78 + around(i) / 10 }]);
    expect(judgeGate(open, [A20], FIRST).verdict).toBe('inconclusive');
  });

  it('neither fails nor passes a change that is exactly the margin in every pair', () => {
    const exact = pairs(20, (i) => [{ [A20.path]: 0.7 + i / 100 }, { [A20.path]: 0.68 + i / 100 }]);
    const findings = judgeGate(exact, [{ ...A20, margin: 0.7 - 0.68 }], FIRST);
    expect(findings.verdict).toBe('inconclusive');
  });

  it('lets a guard fail the gate but not hold it up', () => {
    const fine = (i: number) => ({ [A20.path]: 0.8 + around(i) / 1_000 });
    const noisy = pairs(20, (i) => [
      { ...fine(i), [JITTER.path]: 5_000 },
      { ...fine(i + 1), [JITTER.path]: 5_000 * Math.exp(0.09 + around(i) / 2) },
    ]);
    const open = judgeGate(noisy, [A20, JITTER], FIRST);
    expect([open.verdict, verdictOf(JITTER.path, open)]).toEqual(['pass', 'inconclusive']);
    const jumpy = pairs(20, (i) => [
      { ...fine(i), [JITTER.path]: 5_000 },
      { ...fine(i + 1), [JITTER.path]: 6_000 + i },
    ]);
    expect(judgeGate(jumpy, [A20, JITTER], FIRST).verdict).toBe('fail');
  });

  it('counts metrics that nobody has out, and cannot decide without any', () => {
    const without = pairs(20, (i) => [{ [A20.path]: 0.8 }, { [A20.path]: 0.8 + i / 1e6 }]);
    const findings = judgeGate(without, [A20, MAE], FIRST);
    expect(findings.verdict).toBe('pass');
    expect(verdictOf(MAE.path, findings)).toBeUndefined();
    expect(judgeGate(without, [MAE], FIRST).verdict).toBe('inconclusive');
  });

  it('does not pass what runs have lost, and compares the rest', () => {
    const losing = pairs(20, (i) => [
      { [A20.path]: 0.8, [MAE.path]: 40_000 },
      i === 3 ? { [A20.path]: 0.8 + i / 1e6 } : { [A20.path]: 0.8 + i / 1e6, [MAE.path]: 40_000 },
    ]);
    const findings = judgeGate(losing, [A20, MAE], FIRST);
    expect(findings.verdict).toBe('inconclusive');
    expect(findings.metrics[1]).toMatchObject({ pairs: 19, lost: 1, gained: 0, verdict: 'inconclusive' });
    const gaining = losing.map(({ before, after }) => ({ before: after, after: before }));
    expect(judgeGate(gaining, [A20, MAE], FIRST)).toMatchObject({ verdict: 'pass' });
  });

  it('says nothing about a single pair', () => {
    const one = pairs(1, () => [{ [A20.path]: 0.8 }, { [A20.path]: 0.2 }]);
    expect(judgeGate(one, [A20], FIRST).verdict).toBe('inconclusive');
    expect(judgeGate([], [A20], FIRST)).toMatchObject({ verdict: 'inconclusive', identical: false });
  });

  it('divides its level among its looks', () => {
    const some = pairs(20, (i) => [{ [A20.path]: 0.8 }, { [A20.path]: 0.8 + around(i) / 10 }]);
    const bounds = [1, 2].map((looks) => judgeGate(some, [A20], { look: 1, looks }).metrics[0]!.upper!);
    expect(bounds[1]).toBeGreaterThan(bounds[0]!);
  });

  it('never gets milder when everything gets worse', () => {
    const rank = { pass: 0, inconclusive: 1, fail: 2 } as const;
    const noise = fc.array(fc.double({ min: -0.1, max: 0.1, noNaN: true }), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(noise, fc.double({ min: 0, max: 0.2, noNaN: true }), (differences, more) => {
        const verdictAt = (shift: number) => {
          const values = pairs(differences.length, (i) => [
            { [A20.path]: 0.5, bits: 1 },
            { [A20.path]: 0.5 - differences[i]! - shift, bits: 2 },
          ]);
          return rank[judgeGate(values, [A20], FIRST).verdict];
        };
        expect(verdictAt(more)).toBeGreaterThanOrEqual(verdictAt(0));
      }),
    );
  });
});
