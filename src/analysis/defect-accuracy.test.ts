import { describe, expect, it } from 'vitest';
import type { AdmissionRules } from '../engine/rules.ts';
import { buildEta, buildPlan, buildRecord, buildRules } from '../testing/record-builder.ts';
import { defectAccuracy } from './defect-accuracy.ts';
import { quoteTruth } from './quote-truth.ts';

const BURST = 200;
const LAST = 1_800;

/**
 * 200 are let in at once and one in every second from then on, so position / 1/s is right to the second. Everybody joins at 0
 * and is asked at 30, 200, 600 and 1,000 s.
 */
function drain(rules: Partial<AdmissionRules> = {}, weight = 1) {
  const plan = buildPlan({
    admission: buildRules(rules),
    eta: buildEta({ hourWeights: Array.from({ length: 24 }, () => weight) }),
  });
  const endSec = (visit: number) => (visit < BURST ? 0 : visit - BURST + 1);
  const visits = Array.from({ length: BURST + LAST }, (_, visit) => ({
    joinMs: 0,
    endMs: endSec(visit) * 1_000,
  }));
  const quotes = [30, 200, 600, 1_000].flatMap((atSec) =>
    visits.flatMap((_, visit) =>
      endSec(visit) > atSec && visit % 5 === 0
        ? [{ visit, atMs: atSec * 1_000, position: endSec(visit) - atSec, shownSec: { sliding: 1 } }]
        : [],
    ),
  );
  return buildRecord({
    plan,
    visits,
    quotes,
    seconds: Array.from({ length: LAST }, () => ({ tokens: 0 })),
  });
}

const defects = (record: ReturnType<typeof drain>, id: 'sliding' | 'moving-count' = 'sliding') =>
  defectAccuracy(record, quoteTruth(record), id)!;

describe('what each defect does by itself', () => {
  it('is nothing once all are repaired, where the rate is constant and nobody leaves', () => {
    expect(defects(drain()).repaired).toEqual({ cold: 1, warm: 1, steady: 1, late: 1 });
  });

  it('whole windows fail while they fill: at 1/30 of their length, not after a quarter of an hour', () => {
    const { windows } = defects(drain()).alone;
    expect(windows?.cold).toBeLessThan(0.02);
    expect(windows?.late).toBe(1);
    expect(defects(drain(), 'moving-count').alone.windows?.warm).toBe(1);
  });

  it('the opening burst stays in a window for as long as it is wide', () => {
    expect(defects(drain(), 'moving-count').alone.burst).toMatchObject({ warm: 1, steady: 1, late: 1 });
    expect(defects(drain()).alone.burst?.cold).toBeLessThan(0.02);
  });

  it('the ceiling costs the share of waits beyond 750 s, which 600 s miss by more than a fifth', () => {
    // Of the waits of 1 to 1,770 s after 30 s, those up to 750 s are within a fifth of 600 s or below it.
    expect(defects(drain()).alone.ceiling?.cold).toBeCloseTo(750 / 1_770, 2);
  });

  it('a buffer of a tenth alone stays within a fifth', () => {
    expect(defects(drain()).alone.buffer).toEqual({ cold: 1, warm: 1, steady: 1, late: 1 });
  });

  it('the hour weight halves what v1.2 says where it is on, and v1.1 has none', () => {
    const record = drain({ hourWeight: true }, 2);
    // Half of a wait is within 10 s of it up to 20 s.
    expect(defects(record).alone.hourWeight?.late).toBeCloseTo(20 / 800, 2);
    expect(defects(record, 'moving-count').alone.hourWeight).toBeUndefined();
    expect(defects(drain()).alone.hourWeight).toBeUndefined();
  });

  it('windows divided by observed time have no defect of that kind', () => {
    expect(defects(drain({ etaWindows: 'observed-time' })).alone.windows).toBeUndefined();
  });

  it('there is none to speak of where nobody was let in', () => {
    const record = buildRecord({ visits: [{ joinMs: 0, endMs: 9_000, outcome: 'censored' }] });
    expect(defectAccuracy(record, quoteTruth(record), 'sliding')).toBeUndefined();
  });
});
