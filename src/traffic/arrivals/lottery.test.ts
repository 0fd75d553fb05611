import { describe, expect, it } from 'vitest';
import { arrivalContract, onePhase, poissonContract } from '../../testing/arrival-contract.ts';
import { evenCountsZ } from '../../testing/goodness-of-fit.ts';
import { expectedVisitors, peakRatePerSec } from '../expectation.ts';
import { generateArrivals } from '../generate.ts';

const trial = { shape: { kind: 'lottery', visitors: 400 }, startMs: 1000, endMs: 61_000 } as const;

arrivalContract('lottery', trial);
poissonContract('lottery', trial);

describe('lottery', () => {
  it('lets all join at the end of the phase', () => {
    const { joinMs } = generateArrivals(onePhase(trial), 1e6, 1, 0);
    expect(joinMs.every((ms) => ms === 61_000)).toBe(true);
    expect(peakRatePerSec(onePhase(trial), 1e6)).toBe(400);
  });

  it('lets nobody join when the horizon comes first', () => {
    expect(generateArrivals(onePhase(trial), 61_000, 1, 0).joinMs).toHaveLength(0);
    expect(expectedVisitors(onePhase(trial), 61_000)).toBe(0);
  });

  it('has exactly its visitors when spaced evenly', () => {
    const { arriveMs } = generateArrivals(onePhase(trial, 'deterministic'), 1e6, 1, 0);
    expect(Array.from(arriveMs).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 400 }, (_, i) => 1000 + 75 + 150 * i),
    );
  });

  it('gives coming early no advantage: every place is equally likely for the first comer', () => {
    const places = new Array<number>(10).fill(0);
    const ten = onePhase({ ...trial, shape: { kind: 'lottery', visitors: 10 } }, 'deterministic');
    for (let replication = 0; replication < 5000; replication++) {
      const { arriveMs } = generateArrivals(ten, 1e6, 61, replication);
      places[arriveMs.indexOf(4000)]!++;
    }
    expect(Math.abs(evenCountsZ(places))).toBeLessThan(4);
  });

  it('stands before those who come after the opening', () => {
    const plan = {
      process: 'poisson',
      phases: [
        { name: 'after', startMs: 61_000, endMs: 71_000, shape: { kind: 'constant', perSec: 10 } },
        { name: 'before', ...trial },
      ],
    } as const;
    const { arriveMs, joinMs } = generateArrivals(plan, 1e6, 1, 0);
    const waiting = joinMs.filter((ms) => ms === 61_000).length;
    expect(arriveMs.subarray(0, waiting).some((ms) => ms < 61_000)).toBe(true);
    expect(joinMs.subarray(waiting).every((ms, i) => ms === arriveMs[waiting + i])).toBe(true);
    expect(Array.from(joinMs)).toEqual(Array.from(joinMs).sort((a, b) => a - b));
  });
});
