import { describe, expect, it } from 'vitest';
import type { SlidingDetail } from '../engine/eta/sliding.ts';
import { SeriesRecorder } from './series-recorder.ts';

const levels = {
  line: 5,
  ghosts: 1,
  active: 4,
  sessions: 2,
  tokens: 7,
  refillPerSec: 50,
  actualRefillPerSec: 48.5,
};
const detail: SlidingDetail = {
  counts: [1, 2, 3],
  rates: [0.1, 0.2, 0.3],
  weightedRate: 0.17,
  hourWeight: 2,
  confidence: 0.4,
};

describe('SeriesRecorder', () => {
  it('writes what happened in a second into its row and counts anew', () => {
    const recorder = new SeriesRecorder(3, false);
    recorder.now.polls += 3;
    recorder.now.admitted++;
    recorder.close(0, levels, undefined);
    expect(Object.values(recorder.now).every((count) => count === 0)).toBe(true);
    recorder.now.polls += 2;
    recorder.close(1, { ...levels, line: 4 }, undefined);
    const series = recorder.series(2, new Int32Array());
    expect([...series.polls]).toEqual([3, 2]);
    expect([...series.admitted]).toEqual([1, 0]);
    expect([...series.line]).toEqual([5, 4]);
    expect([...series.actualRefillPerSec]).toEqual([48.5, 48.5]);
  });

  it('has a column for every count and level, all as long as the run', () => {
    const recorder = new SeriesRecorder(10, false);
    const series = recorder.series(4, new Int32Array());
    for (const name of [...Object.keys(recorder.now), ...Object.keys(levels), 'arrivals']) {
      expect(series).toHaveProperty(name);
    }
    expect(Object.values(series).map((column) => column.length)).toEqual(
      new Array(Object.keys(series).length).fill(4),
    );
  });

  it('counts arrivals by the second they came in, once however often it is asked, those past the end left out', () => {
    const recorder = new SeriesRecorder(3, false);
    const arriveMs = Int32Array.of(0, 999, 1000, 2999, 3000, 90_000);
    for (let asked = 0; asked < 2; asked++) {
      expect([...recorder.series(3, arriveMs).arrivals]).toEqual([2, 1, 1]);
    }
    expect([...recorder.series(2, arriveMs).arrivals]).toEqual([2, 1]);
  });

  it('writes the detail of sliding where it is watched, and has none elsewhere', () => {
    const recorder = new SeriesRecorder(2, true);
    recorder.close(0, levels, undefined);
    recorder.close(1, levels, detail);
    const { sliding } = recorder.series(2, new Int32Array());
    expect(Object.entries(sliding ?? {}).map(([name, column]) => [name, ...column])).toEqual([
      ['count1Min', 0, 1],
      ['count5Min', 0, 2],
      ['count15Min', 0, 3],
      ['rate1Min', 0, 0.1],
      ['rate5Min', 0, 0.2],
      ['rate15Min', 0, 0.3],
      ['weightedRate', 0, 0.17],
      ['hourWeight', 0, 2],
      ['confidence', 0, 0.4],
    ]);
    const plain = new SeriesRecorder(2, false);
    plain.close(0, levels, detail);
    expect(plain.series(1, new Int32Array()).sliding).toBeUndefined();
  });
});
