import { describe, expect, it } from 'vitest';
import { QuoteLog } from './quote-log.ts';
import { NO_QUOTE } from './run-record.ts';

const VISITORS = 700;
const IDS = ['moving-count', 'ql'] as const;

/** What a row of a visitor at an instant holds: all its columns follow from these two numbers. */
const positionOf = (visit: number, atMs: number): number => visit * 31 + (atMs % 97) + 1;
const shownOf = (visit: number, atMs: number): number => (visit * 7 + atMs) % 1000;
const answers = (visit: number): boolean => visit % 3 !== 0;

function addRows(log: QuoteLog, fromMs: number, rows: number, sampled: Uint8Array): void {
  for (let row = 0; row < rows; row++) {
    const visit = (row * 13) % VISITORS;
    if (sampled[visit] === 0) continue;
    const atMs = fromMs + row;
    log.add(visit, atMs, positionOf(visit, atMs));
    log.show(0, shownOf(visit, atMs));
    log.show(1, answers(visit) ? 2 * shownOf(visit, atMs) : undefined);
  }
}

function expectConsistent(log: QuoteLog, sampled: Uint8Array): number {
  const { visit, atMs, position, shownSec } = log.columns(1);
  const visits = Array.from(visit);
  expect(visits.every((row) => sampled[row] === 1)).toBe(true);
  expect(Array.from(atMs)).toEqual(Array.from(atMs).sort((a, b) => a - b));
  expect(Array.from(position)).toEqual(visits.map((row, i) => positionOf(row, atMs[i]!)));
  expect(Array.from(shownSec['moving-count']!)).toEqual(visits.map((row, i) => shownOf(row, atMs[i]!)));
  expect(Array.from(shownSec.ql!)).toEqual(
    visits.map((row, i) => (answers(row) ? 2 * shownOf(row, atMs[i]!) : NO_QUOTE)),
  );
  return visits.length;
}

describe('QuoteLog', () => {
  it('keeps every row of those who stay in the sample, with all its columns, and no other', () => {
    const sampled = new Uint8Array(VISITORS).fill(1);
    const log = new QuoteLog(IDS);
    addRows(log, 0, 10_000, sampled);
    expect(expectConsistent(log, sampled)).toBe(10_000);
    for (let halving = 0; halving < 3; halving++) {
      for (let visit = 0; visit < VISITORS; visit++) if ((visit >> halving) % 2 === 1) sampled[visit] = 0;
      const before = Array.from(log.columns(1).visit);
      log.keepOnly(sampled);
      expect(Array.from(log.columns(1).visit)).toEqual(before.filter((visit) => sampled[visit] === 1));
      addRows(log, 20_000 * (halving + 1), 3000, sampled);
      expectConsistent(log, sampled);
    }
  });

  it('is full from the number of rows it was given, and no more once it was halved', () => {
    const log = new QuoteLog(['ql'], 4);
    const full: boolean[] = [];
    for (let visit = 0; visit < 4; visit++) {
      full.push(log.isFull);
      log.add(visit, visit, 1);
      log.show(0, 1);
    }
    expect([...full, log.isFull]).toEqual([false, false, false, false, true]);
    log.keepOnly(Uint8Array.of(1, 0, 1, 0));
    expect(log.isFull).toBe(false);
  });

  it('tells no estimate from the longest one', () => {
    const log = new QuoteLog(['ql']);
    for (const seconds of [undefined, 0, 1e300]) {
      log.add(0, 0, 1);
      log.show(0, seconds);
    }
    expect(Array.from(log.columns(1).shownSec.ql!)).toEqual([NO_QUOTE, 0, NO_QUOTE - 1]);
  });

  it('says which share of the visitors its rows stand for', () => {
    expect(new QuoteLog(['ql']).columns(0.25)).toMatchObject({
      sampledShare: 0.25,
      visit: new Uint32Array(0),
    });
  });
});
