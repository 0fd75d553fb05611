import { describe, expect, it } from 'vitest';
import { buildRecord } from '../testing/record-builder.ts';
import { type ClaimSide, claimSentences } from './claims.ts';
import type { Accuracy, EtaFindings, Phase } from './findings.ts';
import { summarize } from './summarize.ts';

const accuracy = (a20: number): Accuracy => ({
  a20,
  a10: a20,
  answeredShare: 1,
  quotes: 500,
  censoredShare: 0,
});

function side(name: string, a20: Partial<Record<Phase, number>>, rest: Partial<EtaFindings> = {}): ClaimSide {
  const phases = Object.fromEntries(Object.entries(a20).map(([phase, share]) => [phase, accuracy(share)]));
  const sliding: EtaFindings = {
    phases,
    byTrueWait: {},
    afterChange: {},
    leftAfterBrokenPromise: 0,
    claimed: 0.95,
    ...rest,
  };
  const findings = summarize([buildRecord({ visits: [{ joinMs: 0, endMs: 9_000 }] })]);
  return { name, findings: { ...findings, eta: { sliding } } };
}

describe('where a claim holds', () => {
  it('names the phases and the runs that reach it, and the range of the others', () => {
    const [text] = claimSentences([
      side('as written', { cold: 0.15, late: 0.98 }),
      side('evening', { cold: 0.3, late: 0.05 }),
    ]);
    expect(text).toBe(
      'sliding claims 95 % and reaches it only after minute 15 (as written); elsewhere it measures 5 to 30 %.',
    );
  });

  it('reaches it from half a percent below: figures are printed as whole percents', () => {
    expect(claimSentences([side('a', { cold: 0.946 })])[0]).toBe(
      'sliding claims 95 % and reaches it in every phase (95 %).',
    );
    expect(claimSentences([side('a', { cold: 0.944 })])[0]).toContain('reaches it nowhere: it measures 94 %');
  });

  it('says what each defect costs at worst, the dearest first, and leaves out what costs under 10 points', () => {
    const defects = {
      repaired: { cold: 0.9, late: 1 },
      alone: { windows: { cold: 0.1, late: 1 }, hourWeight: { cold: 0.5, late: 0 }, buffer: { cold: 0.85 } },
    };
    const [text] = claimSentences([side('night', { cold: 0.1, late: 0.1 }, { defects })]);
    expect(text).toContain(
      'At worst, and by itself, the hour weight costs 100 points (after minute 15, night); ' +
        'dividing by windows that are not full yet costs 80 points (the first minute, night).',
    );
    expect(text).toContain('With all of them repaired it would still measure 90 % (the first minute, night)');
    expect(text).not.toContain('buffer');
  });

  it('speaks of no phase that lacks quotes, and of no estimator without a claim', () => {
    expect(claimSentences([side('a', {})])[0]).toBe(
      'sliding claims 95 %: no phase has enough quotes to tell.',
    );
    const { claimed: _, ...unclaimed } = side('a', { cold: 1 }).findings.eta.sliding!;
    const bare = side('a', { cold: 1 });
    expect(
      claimSentences([{ ...bare, findings: { ...bare.findings, eta: { sliding: unclaimed } } }]),
    ).toEqual([]);
    expect(claimSentences([])).toEqual([]);
  });
});
