import { describe, expect, it } from 'vitest';
import { BOUNDS } from '../testing/live-drive.ts';
import { buildLive } from '../testing/live-record-builder.ts';
import { describeGenerator } from './live-findings.ts';

describe('describeGenerator', () => {
  it('adds up what was asked, sent, completed and failed over kinds and seconds', () => {
    const found = describeGenerator(
      buildLive({ join: { asked: [10, 0] }, status: { asked: [20, 30], sent: [15, 35], failed: [0, 5] } }),
    );
    expect(found).toMatchObject({ asked: 60, sent: 60, completed: 55, failed: 5, sentPeakPerSec: 35 });
    expect(found.failedShare).toBeCloseTo(5 / 60, 12);
    expect(found.kinds.status).toMatchObject({ sent: 50, completed: 45, failed: 5 });
    expect(found.invalid).toEqual([]);
  });

  it('has no failed share, no late share and no rate where nothing was sent', () => {
    const found = describeGenerator(buildLive({}));
    expect(found).toMatchObject({ failedShare: 0, lateShare: 0, sentPeakPerSec: 0, invalid: [] });
    expect(found.heldPerSec).toBeUndefined();
  });

  it('is invalid from the first millisecond beyond the bound of a window', () => {
    const kinds = { status: { asked: [1_000] } };
    const window = (slipP99Ms: number) =>
      describeGenerator(buildLive(kinds, { worstWindow: { fromMs: 0, sent: 1_000, slipP99Ms } })).invalid;
    expect(window(20)).toEqual([]);
    expect(window(20.1)).toEqual([{ kind: 'slip', atMs: 0, measured: 20.1, bound: 20 }]);
  });

  it('is invalid when more than 1 % and more than five of all requests went late', () => {
    const late = (sent: number, count: number) =>
      describeGenerator(buildLive({ join: { asked: [sent] } }, { late: count })).invalid.map(
        ({ kind }) => kind,
      );
    expect(late(1_000, 10)).toEqual([]);
    expect(late(1_000, 11)).toEqual(['late']);
    expect(late(20, 5)).toEqual([]);
    expect(late(20, 6)).toEqual(['late']);
  });

  it('names the ceiling with what was asked in the second that passed it', () => {
    const bounds = { ...BOUNDS, maxPerSec: 100 };
    const live = buildLive(
      { join: { asked: [90, 140], sent: [90, 100] } },
      { bounds, ended: 'ceiling', speed: 2 },
    );
    expect(describeGenerator(live).invalid).toEqual([{ kind: 'ceiling', measured: 280, bound: 100 }]);
  });

  it('held the busiest second that went in time, in requests of a real second', () => {
    const live = buildLive({ status: { asked: [100, 900, 400] } }, { slipP99Ms: [1, 80, 20], speed: 5 });
    expect(describeGenerator(live)).toMatchObject({ heldPerSec: 2_000, sentPeakPerSec: 4_500 });
  });
});
