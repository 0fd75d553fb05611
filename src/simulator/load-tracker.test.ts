import { describe, expect, it } from 'vitest';
import { FlowStation } from './flow-station.ts';
import { LoadTracker } from './load-tracker.ts';

const NOBODY = { count: 0, work: 0, work2: 0, work3: 0 };
const SOME = { count: 9, work: 900, work2: 90_000, work3: 9_000_000 };

describe('a load that has ended', () => {
  it('is forgotten to the last digit', () => {
    const tracker = new LoadTracker();
    for (let tick = 0; tick < 100; tick += 1) tracker.take(SOME, 1);
    for (let tick = 0; tick < 2_000; tick += 1) tracker.take(NOBODY, 1);
    expect(tracker.mean).toEqual(NOBODY);
  });

  it('leaves a station with numbers, however long nobody comes', () => {
    const station = new FlowStation({}, 100);
    station.setServers({ queues: 1, servers: 50, speed: 1 });
    for (let tick = 0; tick < 5_000; tick += 1) station.advance(tick < 100 ? SOME : NOBODY);
    expect(station.utilization).toBe(0);
    expect(station.waitMs).toBe(0);
    station.advance(SOME);
    expect(station.utilization).toBeGreaterThan(0);
  });

  it('leaves a station with numbers where the load fades without ever being nothing', () => {
    const station = new FlowStation({}, 100);
    station.setServers({ queues: 1, servers: 1, speed: 1 });
    for (let count = 9; count > 0; count /= 2) {
      station.advance({ count, work: 5 * count, work2: 25 * count, work3: 125 * count });
      expect(station.utilization).toBeGreaterThanOrEqual(0);
      expect(station.waitMs).toBeGreaterThanOrEqual(0);
    }
  });
});
