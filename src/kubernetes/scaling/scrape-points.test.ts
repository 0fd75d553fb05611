import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestWindow, type ScrapeGrid } from './scrape-points.ts';

const grid: ScrapeGrid = { firstMs: 4000, scrapeMs: 15_000, kubeletRefreshMs: 10_000 };
const key = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe('newestWindow', () => {
  it('ends up to a refresh and a scrape ago, and is as long as a scrape give or take a refresh', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 0, max: 3_600_000 }), (podKey, nowMs) => {
        const { fromMs, toMs } = newestWindow(grid, podKey, -1e9, nowMs)!;
        expect(nowMs - toMs).toBeGreaterThanOrEqual(0);
        expect(nowMs - toMs).toBeLessThan(25_000);
        expect(toMs - fromMs).toBeGreaterThan(5000);
        expect(toMs - fromMs).toBeLessThan(25_000);
      }),
    );
  });

  it('leaves nothing out and counts nothing twice: each begins where the one before ended', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 0, max: 200 }), (podKey, scrape) => {
        const at = (n: number) => newestWindow(grid, podKey, -1e9, grid.firstMs + n * grid.scrapeMs)!;
        expect(at(scrape + 1).fromMs).toBe(at(scrape).toMs);
      }),
    );
  });

  it('is absent until two points exist, and measured from the start of a container 10 to 15 s old', () => {
    fc.assert(
      fc.property(key, fc.integer({ min: 0, max: 60_000 }), (podKey, runningMs) => {
        let first: number | undefined;
        for (let nowMs = runningMs; nowMs < runningMs + 60_000 && first === undefined; nowMs += 100) {
          const window = newestWindow(grid, podKey, runningMs, nowMs);
          if (window === undefined) continue;
          first = nowMs - runningMs;
          expect(window.fromMs).toBeGreaterThanOrEqual(runningMs);
          const isFresh = window.fromMs === runningMs;
          if (isFresh) expect(window.toMs - runningMs).toBeGreaterThanOrEqual(10_000);
        }
        expect(first).toBeGreaterThanOrEqual(10_000);
        expect(first).toBeLessThanOrEqual(40_100);
      }),
    );
  });

  it('never runs backwards, even when readings are older than a scrape', () => {
    const stale = { ...grid, kubeletRefreshMs: 40_000 };
    fc.assert(
      fc.property(key, (podKey) => {
        let lastMs = Number.NEGATIVE_INFINITY;
        for (let scrape = 0; scrape < 60; scrape++) {
          const window = newestWindow(stale, podKey, -1e9, scrape * 15_000 + 4000)!;
          expect(window.toMs).toBeGreaterThanOrEqual(lastMs);
          expect(window.fromMs).toBeLessThan(window.toMs);
          lastMs = window.toMs;
        }
      }),
      { numRuns: 20 },
    );
  });
});
