import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRecord } from '../testing/record-builder.ts';
import { richRecord } from '../testing/rich-record.ts';
import { plotSeries } from './plots.ts';

describe('plotSeries', () => {
  it('takes the highest second of rates and the last second of levels in each column', () => {
    const plot = plotSeries(
      buildRecord({
        seconds: [
          { joins: 5, polls: 1, line: 5 },
          { joins: 2, polls: 9, line: 7, ghosts: 1 },
          { admitted: 3, enters: 4, line: 4, ghosts: 1 },
          { leaves: 2, line: 2, ghosts: 2 },
        ],
      }),
      2,
    );
    expect(plot).toMatchObject({
      columnMs: 2_000,
      requestsPerSec: [11, 4],
      joinsPerSec: [5, 0],
      admittedPerSec: [0, 3],
      waiting: [6, 0],
      ghosts: [1, 2],
    });
  });

  it('averages promise and truth over the answered quotes of admitted visitors in each column', () => {
    const plot = plotSeries(
      buildRecord({
        visits: [
          { joinMs: 0, endMs: 40_000 },
          { joinMs: 0, endMs: 40_000, outcome: 'reneged' },
        ],
        quotes: [
          { visit: 0, atMs: 0, shownSec: { ql: 10 } },
          { visit: 0, atMs: 10_000, shownSec: { ql: 50 } },
          { visit: 0, atMs: 15_000, shownSec: {} },
          { visit: 1, atMs: 15_000, shownSec: { ql: 999 } },
        ],
      }),
      2,
    );
    expect(plot.predictedMs).toEqual([30_000, undefined]);
    expect(plot.actualMs).toEqual([35_000, undefined]);
  });

  it('keeps the peak and the end of a run whatever its width', () => {
    const record = richRecord();
    const peakJoins = Math.max(...record.series.joins);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), (width) => {
        const plot = plotSeries(record, width);
        expect(plot.joinsPerSec).toHaveLength(Math.min(width, 1_800));
        expect(Math.max(...plot.joinsPerSec)).toBe(peakJoins);
        expect(plot.ghosts.at(-1)).toBe(record.series.ghosts.at(-1));
      }),
      { numRuns: 20 },
    );
  });

  it('of an empty run has no columns', () => {
    expect(plotSeries(buildRecord(), 60)).toMatchObject({ columnMs: 0, joinsPerSec: [], predictedMs: [] });
  });
});
