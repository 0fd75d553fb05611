import { describe, expect, it } from 'vitest';
import { buildEta, buildPlan, buildRecord, type QuoteSpec } from '../testing/record-builder.ts';
import { etaAccuracy } from './eta-accuracy.ts';
import { quoteTruth } from './quote-truth.ts';

const HOUR_MS = 3_600_000;

/** The built plan begins at 20:00. */
const byHour = (quotes: readonly QuoteSpec[], endMs: number, population: 'all' | 'admitted' = 'all') => {
  const plan = buildPlan({
    clock: { ...buildPlan().clock, horizonMs: 24 * HOUR_MS },
    eta: buildEta({ score: { thinMs: 15_000, population, visitors: 100, sampling: 'polls' } }),
  });
  const visits = [
    { joinMs: 0, endMs: 1.5 * HOUR_MS },
    { joinMs: 0, endMs, outcome: 'censored' as const },
  ];
  const record = buildRecord({ plan, visits, quotes, endMs });
  return etaAccuracy(record, quoteTruth(record)).ql?.byHour;
};

const ask = (visit: number, atMs: number, ql?: number): QuoteSpec => ({
  visit,
  atMs,
  shownSec: ql === undefined ? {} : { ql },
});

describe('accuracy by local hour', () => {
  it('is of the hour in which the quote was asked', () => {
    const hours = byHour([ask(0, 0, 5_400), ask(0, HOUR_MS, 900), ask(0, HOUR_MS + 1, 1_800)], 2 * HOUR_MS);
    expect(hours).toMatchObject({
      h20: { a20: 1, quotes: 1, biasShare: 0, trueMeanMs: 1.5 * HOUR_MS },
      h21: { a20: 0.5, quotes: 2 },
    });
    expect(hours?.h21?.biasShare).toBeCloseTo(-0.25, 3);
    expect(Object.keys(hours ?? {})).toEqual(['h20', 'h21']);
  });

  it('counts a refuted quote of somebody who still waits as a miss and leaves an open one out', () => {
    const quotes = [ask(1, 0, 60), ask(1, HOUR_MS, 90_000)];
    expect(byHour(quotes, 5 * HOUR_MS)).toEqual({ h20: { a20: 0, quotes: 1 } });
    expect(byHour(quotes, 5 * HOUR_MS, 'admitted')).toEqual({});
  });

  it('counts no estimate as a miss, without an error', () => {
    expect(byHour([ask(0, 0)], 2 * HOUR_MS)).toEqual({ h20: { a20: 0, quotes: 1 } });
  });

  it('begins a new day at midnight', () => {
    expect(Object.keys(byHour([ask(1, 4.5 * HOUR_MS, 1)], 6 * HOUR_MS) ?? {})).toEqual(['h00']);
  });

  it('says nothing of a run within one hour', () => {
    expect(byHour([ask(0, 0, 1)], 0.9 * HOUR_MS)).toBeUndefined();
  });
});
