import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../result/run-record.ts';
import { buildEta, buildPlan, buildRecord } from '../testing/record-builder.ts';
import { followVisitor } from './followed.ts';
import { quoteTruth } from './quote-truth.ts';

const follow = (record: RunRecord) => followVisitor(record, quoteTruth(record));

const quotes = (visit: number, n: number) =>
  Array.from({ length: n }, (_, i) => ({ visit, atMs: i * 1_000, position: n - i, shownSec: { ql: n - i } }));

describe('the followed visitor', () => {
  it('is the admitted one with quotes that waited longest, not somebody who waits longer in vain', () => {
    const followed = follow(
      buildRecord({
        visits: [
          { joinMs: 0, endMs: 50_000 },
          { joinMs: 0, endMs: 80_000 },
          { joinMs: 0, endMs: 90_000 },
          { joinMs: 0, endMs: 100_000, outcome: 'censored' },
        ],
        quotes: [...quotes(0, 2), ...quotes(1, 2), ...quotes(3, 2)],
      }),
    );
    expect(followed).toMatchObject({ visit: 1, className: 'visitor', joinMs: 0, waitMs: 80_000 });
  });

  it('has a truth and an oracle where it was let in', () => {
    const record = buildRecord({
      plan: buildPlan({ eta: buildEta({ estimators: ['ql', 'fixed', 'oracle'] }) }),
      visits: [{ joinMs: 0, endMs: 10_400 }],
      quotes: quotes(0, 1),
    });
    expect(follow(record)?.rows).toEqual([
      { atMs: 0, position: 1, trueMs: 10_400, shownSec: { ql: 1, oracle: 10 } },
    ]);
  });

  it('has neither where nobody was let in', () => {
    const record = buildRecord({
      visits: [{ joinMs: 0, endMs: 10_000, outcome: 'censored' }],
      quotes: quotes(0, 1),
    });
    const followed = follow(record);
    expect(followed?.waitMs).toBeUndefined();
    expect(followed?.rows).toEqual([{ atMs: 0, position: 1, shownSec: { ql: 1 } }]);
  });

  it('has at most 24 rows, the first and the last quote among them', () => {
    const record = buildRecord({ visits: [{ joinMs: 0, endMs: 500_000 }], quotes: quotes(0, 301) });
    const rows = follow(record)?.rows ?? [];
    expect(rows).toHaveLength(24);
    expect(rows[0]?.atMs).toBe(0);
    expect(rows.at(-1)?.atMs).toBe(300_000);
    expect(new Set(rows.map((row) => row.atMs)).size).toBe(24);
  });

  it('does not exist without quotes', () => {
    expect(follow(buildRecord({ visits: [{ joinMs: 0, endMs: 1_000 }] }))).toBeUndefined();
  });
});
